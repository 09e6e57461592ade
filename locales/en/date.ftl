# Dates, hours and how far they are.
date-long = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-short = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
date-day-month = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
date-month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
date-month-year = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-time-of-day = { $hour }:{ $minute }
date-with-time = { $date } at { $time }
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
heading-today = Today
heading-yesterday = Yesterday
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
ago-weeks = { $count ->
    [one] { $count } week ago
   *[other] { $count } weeks ago
}
ago-months = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
ago-years = { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}
in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
in-weeks = { $count ->
    [one] in { $count } week
   *[other] in { $count } weeks
}
in-months = { $count ->
    [one] in { $count } month
   *[other] in { $count } months
}
in-years = { $count ->
    [one] in { $count } year
   *[other] in { $count } years
}
