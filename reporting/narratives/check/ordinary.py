"""Common words that are also names, and capitals that name nobody."""

from __future__ import annotations

import re
import unicodedata

_DOUBLED = re.compile(r"([aeiou])\1+")


def _keys(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(c for c in plain if c.isalpha() or c.isspace())
    return frozenset(_DOUBLED.sub(r"\1", word) for word in letters.split())


#: First and last names that are words of everyday English or te reo Māori as well.
NAMES_TOO = _keys(
    """
    able abbey ace adore ah ai ali alley amber an angel april archer art ash ask august
    autumn bailey baker ball banks barber barker barley barn barrow bay bean bear beck
    bell berry best bill bird bishop black blade blake bloom blue bob bond bones bowl
    bowman boy bran brand brave bray bridge bright brock brook brooks brown buck bud
    bull burn burns bush butcher butler buzz cage can cane cannon carol carpenter carter
    carver case cash castle chance chandler chapman chase chip christian church clay
    clear cliff clove coal cole colour colt constant cook cooper cope corn cot court cox
    coy craft crane cross crow crown cruise crystal cue curry dale dash daw dawn day
    dean dear deck dee den dew dick dill dob dodge don dove down drake draw drew drum
    duke dunn earl early earnest east eden else ember emery english ever ewe fair faith
    falcon fall farmer fell fields field finch fisher fitch flint flood flower flowers
    ford forest foster fowler fox france francis frank free freeman french friend frost
    fry gale gay gene gentle gill glass glen glenn glover gold golden good grace grand
    grant grave graves gray green grey grove guard guy hail hale hall ham hand hands
    handy hardy harper hart harvest hatch hawk hay hays hazel head heart heath heather
    henry herb hero hick high hill hills ho holiday holly home honey honour hood hook
    hope horn house house how hue hull hunt hunter ice iris iron island ivory ivy jack
    jade james jasper jay jean jet jewel job jock john joy judge june just justice kay
    keen kind king kite knight lad lake lamb lance land lane lark lave law lawman lee
    legend lily link little lock long lord loud love loving low luck lucky lush mace
    major male man marine mark marks marsh marshal marshall martin mason massey master
    masters mat max may meadow mercy merit merry mile miles mill miller mills mint miss
    mo monk moon moor moore moral more morn moss mount my nail nash neat need new
    newman nick nigh night noble noon norm north nova oak oaks oliver ollie olive only
    page paige paint painter palmer park parker parks parr parson parsons part pat patch
    patience paul paw peace peak pearl penny pepper peter pike pilot pine pitt plum
    poet pole polish pond pool poole pope porter post potter pound power powers pratt
    precious price pride priest prince prosper purdy quick quill rain raven ray read
    reed reef reeve regal reign rich rest rex rice ridge ring rise river rivers rob
    robin rock rocky rod roger roman roof rose ross rowan royal royce ruby rush russ
    rusty rye sage sailor sale salt sand sandy saint saul savage sawyer say scott seal
    see serene
    shade sharp shaw shepherd shore short silver sim singer skip sky slade slate sly
    small smart smith snow so sommer son song south sparks sparrow spring sky star
    starr steel stephen sterling stone storm street strange strong sue sugar summer
    sunday sunny swan sweet tack tanner tate taylor teal ted temple terry thorn thorne
    tide tiger tim timber toby todd tom tony towers town trace tracy treasure trip true
    trust tucker turner ty unity usher vale van vance vernon vic victor violet wade wake
    walker wall walls war ward ware warn waters watt watts way ways wayne weaver webb
    webster weeks well wells west wheeler white whitehead wilder will wills win winter
    wise wolf wood woods wool worth wright wynn yard york young
    ahi aho ana ao ara aroha aronui ata awa hau hauora hemo hinengaro hiwa hoa
    hōne hui iti kaha kahu kahurangi kai kaimahi kakara kapa kara kare karere kauri
    kaumātua kawa kiwa kiwi koa kōrero koro kowhai mahi mahana mana manaia manawa manu
    marae marama maru mārama matariki mātua mauri mere miro moana mōrehu ngā nui ora
    pāora pai pania parata paraone pono poto puna rā rangatahi rangi rangimarie rata
    reo rere rewa rimu rongo rongomai roto rua ruru tai taku tama tāne tangi tapu taua
    tautoko tawa tiaki tika toa toka tonga tōtara tui tuhi turanga tūī uenuku wai waka
    wairua waiata whānau whare whenua whetū whero whiti wiki witi
    """
)

#: Written with a capital and nobody's name: a near miss of a name is none.
CAPITALISED = _keys(
    """
    January February March April May June July August September October November
    December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter
    Matariki Māori Pākehā Pasifika Pacific Samoan Tongan Fijian Asian European English
    Aotearoa Zealand Zealanders Australia Covid Zoom Teams Facebook Internet Ministry
    Government Police Corrections Court Courts Oranga Tamariki Health Housing Accident
    Compensation Corporation Royal Commission Inquiry Abuse Care Male Males Men
    Survivor Survivors Trust Tautoko Tāne Peer Group Groups Form Quarter There Their
    These Those They Where When What Which While After Before Since Other Others Another
    Every Several Many Most Some Three Seven Eight First Second Third
    """
)

#: Parts of names that alone name nobody.
PARTICLES = _keys(
    """
    a al and at by da das de del della den der di do dos du e el fa i il in ka ko la le
    los na ngā o of or san st ta te ten ter the to tu un van vander ver von y
    """
)

#: Last words of a street's name.
IN_ADDRESSES = _keys(
    """
    street st road rd avenue ave drive dr place pl lane ln crescent cres terrace tce way
    court ct close grove parade pde quay highway hwy esplanade heights rise mews square
    boulevard track loop view grange park
    """
)
