"""Towns of Aotearoa and the region each lies in, under both its names."""

from __future__ import annotations

NO_FIXED_ADDRESS = "NFA"

# The letters are those of ISO 3166-2:NZ.
_TOWNS_BY_REGION: dict[str, tuple[str, ...]] = {
    "NTL": (
        "Northland", "Te Tai Tokerau", "Whangārei", "Kerikeri", "Kaitaia", "Kaikohe",
        "Dargaville", "Paihia", "Kawakawa", "Moerewa", "Ruakākā", "Mangawhai",
        "Maungaturoto", "Waipū", "Kaeo", "Hikurangi",
    ),
    "AUK": (
        "Auckland", "Tāmaki Makaurau", "Manukau", "Waitākere", "North Shore",
        "Takapuna", "Henderson", "Papakura", "Pukekohe", "Waiuku", "Warkworth",
        "Helensville", "Orewa", "Ōrewa", "Wellsford", "Ōtara", "Māngere",
        "Manurewa", "Albany", "Kumeū", "Whangaparāoa",
    ),
    "WKO": (
        "Waikato", "Hamilton", "Kirikiriroa", "Cambridge", "Te Awamutu", "Taupō",
        "Tokoroa", "Matamata", "Morrinsville", "Huntly", "Rāhui Pōkeka", "Thames",
        "Paeroa", "Waihi", "Te Kūiti", "Ōtorohanga", "Putāruru", "Ngāruawāhia",
        "Raglan", "Whāingaroa", "Te Aroha", "Tūrangi", "Whitianga", "Whangamatā",
        "Coromandel", "Tīrau", "Te Kauwhata", "Tuakau",
    ),
    "BOP": (
        "Bay of Plenty", "Te Moana-a-Toi", "Tauranga", "Rotorua", "Whakatāne",
        "Te Puke", "Ōpōtiki", "Kawerau", "Katikati", "Mount Maunganui", "Murupara",
        "Edgecumbe", "Ngongotahā", "Pāpāmoa",
    ),
    "GIS": (
        "Gisborne", "Tūranga-nui-a-Kiwa", "Te Tairāwhiti", "Tairāwhiti", "Ruatōria",
        "Tolaga Bay", "Ūawa", "Tokomaru Bay", "Te Karaka",
    ),
    "HKB": (
        "Hawke's Bay", "Te Matau-a-Māui", "Napier", "Ahuriri", "Hastings",
        "Heretaunga", "Havelock North", "Wairoa", "Waipukurau", "Waipawa", "Flaxmere",
    ),
    "TKI": (
        "Taranaki", "New Plymouth", "Ngāmotu", "Hāwera", "Stratford", "Waitara",
        "Inglewood", "Eltham", "Ōpunake", "Pātea",
    ),
    "MWT": (
        "Manawatū-Whanganui", "Manawatū", "Whanganui", "Palmerston North",
        "Te Papaioea", "Feilding", "Levin", "Taitoko", "Dannevirke", "Marton",
        "Foxton", "Taumarunui", "Ōhakune", "Pahiatua", "Taihape", "Shannon",
        "Bulls", "Raetihi", "Woodville",
    ),
    "WGN": (
        "Wellington", "Te Whanganui-a-Tara", "Te Upoko o te Ika", "Porirua",
        "Lower Hutt", "Upper Hutt", "Hutt City", "Te Awa Kairangi", "Masterton",
        "Whakaoriori", "Paraparaumu", "Kāpiti", "Waikanae", "Ōtaki", "Carterton",
        "Featherston", "Greytown", "Martinborough", "Petone", "Wainuiomata",
    ),
    "TAS": (
        "Tasman", "Te Tai-o-Aorere", "Motueka", "Tākaka", "Māpua", "Brightwater",
        "Wakefield", "Murchison",
    ),
    "NSN": ("Nelson", "Whakatū", "Stoke", "Tāhunanui"),
    "MBH": (
        "Marlborough", "Te Tauihu-o-te-waka", "Blenheim", "Waiharakeke", "Picton",
        "Waitohi", "Renwick", "Havelock",
    ),
    "WTC": (
        "West Coast", "Te Tai Poutini", "Greymouth", "Māwhera", "Westport",
        "Kawatiri", "Hokitika", "Reefton", "Franz Josef",
    ),
    "CAN": (
        "Canterbury", "Waitaha", "Christchurch", "Ōtautahi", "Timaru", "Te Tihi-o-Maru",
        "Ashburton", "Hakatere", "Rangiora", "Rolleston", "Kaiapoi", "Lincoln",
        "Kaikōura", "Temuka", "Waimate", "Geraldine", "Lyttelton", "Amberley",
        "Darfield", "Akaroa", "Fairlie", "Twizel",
    ),
    "OTA": (
        "Otago", "Ōtākou", "Dunedin", "Ōtepoti", "Queenstown", "Tāhuna", "Wānaka",
        "Ōamaru", "Alexandra", "Cromwell", "Balclutha", "Mosgiel", "Milton",
        "Arrowtown", "Clyde", "Palmerston",
    ),
    "STL": (
        "Southland", "Murihiku", "Invercargill", "Waihōpai", "Gore", "Maruawai",
        "Winton", "Te Anau", "Bluff", "Riverton", "Aparima", "Mataura",
    ),
    "CIT": ("Chatham Islands", "Rēkohu", "Wharekauri", "Waitangi (Chatham Islands)"),
    NO_FIXED_ADDRESS: ("NFA", "No fixed address", "No fixed abode"),
}  # fmt: skip

REGIONS = frozenset(_TOWNS_BY_REGION)

REGION_OF_TOWN: dict[str, str] = {
    town: region for region, towns in _TOWNS_BY_REGION.items() for town in towns
}
