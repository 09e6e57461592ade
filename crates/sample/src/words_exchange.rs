//! Words for exchanges and notes, in French and in English.

use crate::exchange::ExchangeKind;
use crate::outline::Language;

/// Subjects of exchanges of a kind.
pub(crate) fn subjects(language: Language, kind: ExchangeKind) -> &'static [&'static str] {
    match (language, kind) {
        (Language::French, ExchangeKind::Call) => FRENCH_CALLS,
        (Language::French, ExchangeKind::Meeting) => FRENCH_MEETINGS,
        (Language::French, ExchangeKind::Email) => FRENCH_EMAILS,
        (Language::French, ExchangeKind::FollowUp) => FRENCH_TASKS,
        (Language::English, ExchangeKind::Call) => ENGLISH_CALLS,
        (Language::English, ExchangeKind::Meeting) => ENGLISH_MEETINGS,
        (Language::English, ExchangeKind::Email) => ENGLISH_EMAILS,
        (Language::English, ExchangeKind::FollowUp) => ENGLISH_TASKS,
    }
}

/// What may stand under a subject.
pub(crate) fn details(language: Language) -> &'static [&'static str] {
    if language == Language::French { FRENCH_DETAILS } else { ENGLISH_DETAILS }
}

/// Notes.
pub(crate) fn remarks(language: Language) -> &'static [&'static str] {
    if language == Language::French { FRENCH_REMARKS } else { ENGLISH_REMARKS }
}

const FRENCH_CALLS: &[&str] = &[
    "Renouvellement de l’adhésion",
    "Question sur le reçu fiscal",
    "Disponibilités pour la fête de quartier",
    "Changement d’adresse",
    "Remerciements pour le don",
    "Prêt de la salle",
    "Covoiturage pour l’assemblée générale",
    "Problème de prélèvement",
    "Inscription aux ateliers du mercredi",
    "Propose de tenir la buvette",
    "Demande de rappel",
    "Horaires de la permanence",
];
const FRENCH_MEETINGS: &[&str] = &[
    "Accueil d’un nouveau bénévole",
    "Préparation de la brocante",
    "Rendez-vous à la mairie",
    "Bilan de la saison",
    "Visite du local",
    "Commission animation",
    "Point sur la convention",
    "Café des bénévoles",
    "Entretien avec la trésorière",
    "Signature de la convention",
];
const FRENCH_EMAILS: &[&str] = &[
    "Envoi du bulletin d’adhésion",
    "Compte rendu de la réunion",
    "Devis pour l’impression",
    "Convocation à l’assemblée générale",
    "Photos de la sortie",
    "Attestation d’assurance",
    "Réponse à la demande de subvention",
    "Programme du trimestre",
    "Liste du matériel à prévoir",
];
const FRENCH_TASKS: &[&str] = &[
    "Rappeler pour le stand de Noël",
    "Relancer pour la cotisation",
    "Envoyer le reçu fiscal",
    "Demander l’autorisation de photo",
    "Trouver un remplaçant pour samedi",
    "Confirmer la réservation de la salle",
    "Préparer la convention",
    "Remercier pour le coup de main",
];
const FRENCH_DETAILS: &[&str] = &[
    "Prête à tenir l’atelier deux samedis par mois. Demande si le local est chauffé en janvier.",
    "Préfère être joint le soir, après 18 h.",
    "A bien reçu le courrier, répondra après les vacances.",
    "Souhaite payer en deux fois. Accord de principe, à confirmer avec la trésorière.",
    "Propose de prêter son fourgon pour le transport des tables.",
    "Très satisfait de la dernière sortie, viendra avec deux amis.",
    "Ne peut pas venir cette fois, garde les enfants. À recontacter au printemps.",
    "Attend une réponse de son employeur au sujet du mécénat de compétences.",
    "Cherche un créneau pour le sport adapté ; orientée vers le mardi après-midi.",
    "Laissé un message, rappellera.",
    "Demande un exemplaire des statuts et le dernier rapport d’activité.",
    "D’accord pour relire le projet avant le conseil.",
];
const FRENCH_REMARKS: &[&str] = &[
    "Parle couramment l’espagnol, peut aider à l’accueil.",
    "Allergique aux arachides : prévenir pour les repas.",
    "A gardé la clé du local, à récupérer.",
    "Ancien président, connaît bien l’histoire de l’association.",
    "Accès difficile : sonner deux fois, troisième étage.",
    "Préfère recevoir le bulletin sur papier.",
    "Membre du conseil municipal, délégué à la culture.",
    "Ne conduit plus le soir, prévoir un covoiturage.",
];
const ENGLISH_CALLS: &[&str] = &[
    "Renewing the membership",
    "Question about the receipt",
    "Free for the summer fair?",
    "New address",
    "Thanks for the gift",
    "Borrowing the hall",
    "Lift to the annual meeting",
    "Trouble with the direct debit",
    "Signing up for the Wednesday workshops",
    "Offers to run the tea stall",
    "Asked to be called back",
];
const ENGLISH_MEETINGS: &[&str] = &[
    "Welcoming a new volunteer",
    "Planning the jumble sale",
    "At the town hall",
    "Looking back on the season",
    "Showing the rooms",
    "Events committee",
    "Volunteers’ coffee",
    "Meeting with the treasurer",
];
const ENGLISH_EMAILS: &[&str] = &[
    "Membership form sent",
    "Minutes of the meeting",
    "Quote for the printing",
    "Notice of the annual meeting",
    "Photos of the outing",
    "Proof of insurance",
    "Answer to the grant application",
    "Programme for the term",
];
const ENGLISH_TASKS: &[&str] = &[
    "Call back about the Christmas stall",
    "Remind about the subscription",
    "Send the receipt",
    "Ask for consent to photos",
    "Find somebody for Saturday",
    "Confirm the booking of the hall",
    "Thank for the helping hand",
];
const ENGLISH_DETAILS: &[&str] = &[
    "Happy to run the workshop two Saturdays a month. Asks whether the room is heated in January.",
    "Is best reached in the evening, after six.",
    "Has the letter, will answer after the holidays.",
    "Would like to pay in two parts. Fine in principle, to be agreed with the treasurer.",
    "Offers a van to move the tables.",
    "Enjoyed the last outing, will bring two friends.",
    "Cannot come this time. To be asked again in spring.",
    "Left a message, will call back.",
    "Asks for a copy of the rules and the last annual report.",
];
const ENGLISH_REMARKS: &[&str] = &[
    "Speaks fluent Spanish and can help at the door.",
    "Allergic to peanuts: tell the kitchen.",
    "Still has the key to the rooms.",
    "Former chair, knows the history of the group well.",
    "Prefers the newsletter on paper.",
    "Does not drive at night, arrange a lift.",
];
