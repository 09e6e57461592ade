//! Short and pet forms of first names, French and English. Each line is one name; its first form stands for all.

use std::collections::HashMap;
use std::sync::OnceLock;

use schema::fold::fold;

const NAMES: &[&str] = &[
    "alexandre alex alexander sacha sandro xander",
    "alexandra sandra sandrine alexia",
    "alfred fred freddy",
    "andrew andy drew",
    "andre dede",
    "anne annie anna anouk nanette ann",
    "anthony tony antony",
    "antoine toine tonio titouan",
    "barbara barb babs",
    "benjamin ben benji",
    "bernadette berna detty",
    "bernard nanard bernie",
    "camille cam camy",
    "caroline caro carole lina",
    "catherine cathy cath katherine kathryn kate katie cat kathy",
    "charles charlie charly chuck carl",
    "charlotte lotte lottie",
    "christelle krystel",
    "christine tina christina cricri",
    "christophe chris christopher kit topher tophe",
    "claude claudie",
    "claudine clo",
    "clementine clem",
    "daniel dan danny dany",
    "danielle dani daniele",
    "david dave davy",
    "deborah deb debbie debora",
    "dominique dom domi",
    "dorothee dorothy dot dolly doro",
    "edouard ed edward eddy eddie ted doudou",
    "elisabeth elizabeth liz lizzie beth betty eliza babeth zabeth babette lisbeth",
    "emmanuel manu manuel emanuel",
    "emmanuelle manue manuelle",
    "emilie emily mimi milie",
    "etienne steven",
    "eugene gene",
    "fabien fab",
    "fabienne fabie",
    "florence flo floflo",
    "francois francis franck frank frankie fanfan",
    "francoise soizic fanchon",
    "frederic fredo frederick frederik",
    "gabriel gaby gabe gabi",
    "gabrielle gabriella",
    "genevieve ginou genny ginette",
    "georges george jojo",
    "gerard gege jerry",
    "gerald gerry",
    "gilbert gil",
    "gilles gilou",
    "gregory greg gregoire",
    "guillaume will guigui william bill billy willy liam",
    "henri henry harry riri hal",
    "helene helena leni helen nelly ellen",
    "isabelle isa isabel isabella zaza belle bella",
    "jacqueline jackie jacky line",
    "jacques jack jaco james jim jimmy jacob",
    "jean john johnny jeannot jon",
    "jean-baptiste jb jeanba",
    "jean-claude jc",
    "jean-francois jf jeff jef",
    "jean-jacques jj",
    "jean-louis jl",
    "jean-luc jluc",
    "jean-marc jm",
    "jean-michel jmi",
    "jean-paul jp",
    "jean-philippe jphi",
    "jean-pierre jpierre",
    "jean-yves jy",
    "jeanne jeannette jane janet jenny joan",
    "jennifer jen jenn",
    "jerome jey",
    "jessica jess jessie",
    "joseph joe jo joey jose",
    "josephine josie fifi",
    "joshua josh",
    "julien jules ju",
    "juliette juju juliet",
    "kenneth ken kenny",
    "laetitia leti titia",
    "laurence lolo",
    "laurent laulau lawrence larry",
    "leonard leo len lenny",
    "louis lou loulou lewis",
    "louise louisette",
    "lucien lulu",
    "madeleine mado madeline maddie",
    "marc mark marco marcus",
    "margaret maggie meg peggy marge",
    "marguerite margot margaux",
    "marie-christine mc",
    "marie-claude mclaude",
    "marie-france mf",
    "marie-helene mh",
    "marie-therese mth maite",
    "martine titine",
    "mathieu matt matthieu matthew mat",
    "maxime max maximilien maxence",
    "melanie mel",
    "michel mich michael mike mick mickael mikael michou",
    "michele michelle shelly",
    "mohamed mohammed muhammad momo mohammad",
    "monique mona",
    "nathalie nath nat natalie",
    "nathan nate nathaniel",
    "nicolas nico nick nicholas nicky",
    "nicole niki",
    "olivier oliver oli ollie",
    "pamela pam",
    "pascal pasc",
    "pascale calou",
    "patricia patty trish tricia",
    "patrick pat patou paddy",
    "paul paulo polo",
    "pauline popo",
    "penelope penny",
    "philippe phil philip philou filip",
    "pierre pierrot peter pete piet",
    "raymond ray",
    "rebecca becky becca",
    "richard rick ricky dick rich",
    "robert bob bobby rob robbie bert",
    "roger rodge",
    "ronald ron ronnie",
    "samuel sam sammy",
    "sandrine sandy",
    "sebastien seb bastien sebastian",
    "serge sergio",
    "simone simona",
    "sophie so sofia sophia",
    "stephane steph stephan stef",
    "stephanie fanny",
    "stephen steve stevie",
    "susan sue susie suzanne suzie suzy",
    "sylvain syl",
    "sylvie vivi",
    "theodore theo teddy",
    "theresa terry tess",
    "therese teze",
    "thibault thibaut thib tibo",
    "thierry titi",
    "thomas tom tommy tomas",
    "timothy tim timothee timmy",
    "valentin val",
    "valerie valou",
    "veronique vero veronica",
    "victor vic",
    "victoria vicky vicki tori",
    "vincent vince vinz",
    "virginie ginie virginia",
    "xavier xav",
    "yann yannick ian",
    "yvonne vonette",
    "zacharie zach zachary zack",
];

/// The form that stands for a first name: of `Bob` and `Rob`, `robert`; of one that is in no line, itself, folded.
pub fn formal(name: &str) -> String {
    static FORMS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        let mut forms = HashMap::new();
        for line in NAMES {
            let first = line.split(' ').next().unwrap_or_default();
            for form in line.split(' ') {
                forms.entry(form).or_insert(first);
            }
        }
        forms
    });
    let folded = fold(name.trim()).replace(' ', "-");
    forms.get(folded.as_str()).map_or(folded, |formal| (*formal).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pet_names_lead_to_the_name() {
        assert_eq!(formal("Bob"), formal("Robert"));
        assert_eq!(formal("Babeth"), formal("Élisabeth"));
        assert_eq!(formal("Manu"), formal("Emmanuel"));
        assert_eq!(formal("Jean Pierre"), "jean-pierre");
        assert_eq!(formal("Aminata"), "aminata");
        assert_ne!(formal("Claire"), formal("Clara"));
    }
}
