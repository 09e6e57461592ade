# What went wrong, and where to go on.
error-forbidden = This door is closed to you
error-forbidden-help = Your role does not open this page. The person who administers Ruche can grant it.
error-not-found = There is nothing here
error-not-found-help = The address has changed, or the record no longer exists.
error-conflict = Somebody was faster
error-conflict-help = The record changed while you were writing. Nothing was overwritten.
error-refused = This request was not understood
error-refused-help = It is incomplete, too large, or comes from a page left open for too long. Go back and try again.
error-busy = One moment
error-busy-help = Too many requests at once. Wait a little, then try again.
error-fault = That one is our fault
error-fault-help = The page could not be shown.
error-retry = Try again
error-reference = If it happens again, send us this reference: { $reference }.
error-form-token = This page stayed open for too long, or the form came from elsewhere. Nothing was saved: open it again and retry.
