# La porte : entrer, choisir un mot de passe.
sign-in-window = Entrer
sign-in-title = Entrez, il fait bon.
sign-in-name = Votre nom ou e-mail
sign-in-password = Mot de passe
sign-in-forgotten = Mot de passe oublié ?
sign-in-enter = Entrer
sign-in-go = Aller à l'entrée
password-window = Mot de passe
password-first = Bienvenue chez vous.
password-first-intro = Ce lien sert une fois : choisissez le mot de passe de la première personne qui administrera Ruche.
password-invited = On vous attendait.
password-invited-intro = Choisissez un mot de passe, et la porte s'ouvre.
password-again = Un nouveau mot de passe
password-again-intro = L'ancien cessera de fonctionner, partout où vous étiez connecté.
password-for = Vous entrerez sous le nom { $name }.
password-chosen = Mot de passe
password-repeated = Le même, encore une fois
password-help = Au moins { $least } caractères. Une phrase convient très bien.
password-keep = Garder ce mot de passe
link-spent = Ce lien a déjà servi
link-spent-intro = Il ne fonctionne qu'une fois, et pas longtemps.
link-spent-help = Demandez-en un autre à la personne qui administre Ruche.
sign-in-refused = Ce nom et ce mot de passe ne vont pas ensemble.
sign-in-wait = Trop d'essais. Attendez quelques minutes, puis recommencez.
signed-out = Vous êtes sorti. À bientôt.
password-differs = Ce n'est pas le même mot de passe.
forgotten-title = Mot de passe oublié
forgotten-words = Indiquez le nom ou l’adresse e-mail avec lesquels vous entrez : nous envoyons un lien pour choisir un nouveau mot de passe.
forgotten-send = Envoyez-moi un lien
forgotten-empty = Indiquez votre nom ou votre adresse e-mail.
forgotten-heard = Si ce compte existe, un message est en route vers son adresse. Son lien sert une fois, pendant une heure.
forgotten-no-mail = Aucun message ne part encore d’ici. Demandez un lien à la personne qui administre Ruche.
mail-forgotten-subject = { $organisation } : un nouveau mot de passe
mail-forgotten-text =
    Bonjour { $name },

    quelqu’un a demandé un nouveau mot de passe pour votre compte chez { $organisation }. Si c’est vous, choisissez-le ici :

    { $link }

    Le lien sert une fois, pendant une heure. Si ce n’est pas vous, ne faites rien : votre mot de passe reste le même.
mail-invited-subject = { $organisation } vous invite
mail-invited-text =
    Bonjour { $name },

    un compte a été créé pour vous chez { $organisation }. Choisissez votre mot de passe ici, et la porte s’ouvre :

    { $link }

    Le lien sert une fois, pendant 48 heures.
provider-enter = Continuer avec { $name }
provider-unreachable = L’autre site ne répond pas pour l’instant. Réessayez, ou entrez avec votre mot de passe.
provider-refused = Cela n’a pas marché. Recommencez depuis cette page, dans ce même navigateur.
provider-unknown = Aucun compte d’ici n’a cette adresse. Demandez une invitation à la personne qui administre Ruche.
provider-unverified = L’autre site ne garantit pas que cette adresse e-mail est la vôtre : nous ne pouvons pas savoir qui vous êtes.
