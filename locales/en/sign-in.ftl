# The door: signing in, choosing a password.
sign-in-window = Sign in
sign-in-title = Come in, it's warm.
sign-in-name = Your name or e-mail
sign-in-password = Password
sign-in-forgotten = Forgotten password?
sign-in-enter = Sign in
sign-in-go = Go to sign in
password-window = Password
password-first = Welcome home.
password-first-intro = This link works once: choose the password of the first person who will administer Ruche.
password-invited = We were expecting you.
password-invited-intro = Choose a password, and the door opens.
password-again = A new password
password-again-intro = The old one will stop working, wherever you were signed in.
password-for = You will sign in as { $name }.
password-chosen = Password
password-repeated = The same, once more
password-help = At least { $least } characters. A sentence does very well.
password-keep = Keep this password
link-spent = This link has been used
link-spent-intro = It works only once, and not for long.
link-spent-help = Ask the person who administers Ruche for another one.
sign-in-refused = That name and that password do not go together.
sign-in-wait = Too many tries. Wait a few minutes, then try again.
signed-out = You are signed out. See you soon.
password-differs = This is not the same password.
forgotten-title = Forgotten password
forgotten-words = Type the name or the e-mail address that you sign in with: we send a link by which you choose a new password.
forgotten-send = Send me a link
forgotten-empty = Type your name or your e-mail address.
forgotten-heard = If there is such an account, a message is on its way to its address. The link in it works once, for one hour.
forgotten-no-mail = No mail is sent from here yet. Ask the person who administers Ruche for a link.
mail-forgotten-subject = { $organisation }: a new password
mail-forgotten-text =
    Hello { $name },

    somebody has asked for a new password for your account at { $organisation }. If it was you, choose it here:

    { $link }

    The link works once, for one hour. If it was not you, do nothing: your password stays as it is.
mail-invited-subject = { $organisation } invites you
mail-invited-text =
    Hello { $name },

    an account has been made for you at { $organisation }. Choose your password here, and the door opens:

    { $link }

    The link works once, for 48 hours.
provider-enter = Continue with { $name }
provider-unreachable = The other site does not answer at the moment. Try again, or sign in with your password.
provider-refused = That did not work. Begin once more; this page has to be the one that you started from.
provider-unknown = There is no account here for this address. Ask the person who administers Ruche to invite you.
provider-unverified = The other site does not say that your e-mail address is yours, so we cannot tell who you are.
