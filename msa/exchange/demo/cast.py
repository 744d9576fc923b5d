"""Who works in the fictional organisations. Trees and birds: nobody can be meant."""

from __future__ import annotations

from dataclasses import dataclass

from msa.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who signs in."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class House:
    """One fictional organisation; ``people`` survivors are invented for it."""

    code: str
    name: str
    name_mi: str
    region: str
    #: Where its people live, and how many in a hundred of them.
    regions: tuple[tuple[str, str, int], ...]
    people: int
    colleagues: tuple[Colleague, ...]


def _colleagues(
    code: str, workers: tuple[str, ...], manager: str, admin: str
) -> tuple[Colleague, ...]:
    return (
        *(
            Colleague(f"worker{number}@{code}.example", name, Role.WORKER)
            for number, name in enumerate(workers, start=1)
        ),
        Colleague(f"manager@{code}.example", manager, Role.MANAGER),
        Colleague(f"admin@{code}.example", admin, Role.ADMIN),
    )


HOUSES = (
    House(
        code="kauri",
        name="Kauri Peer Support",
        name_mi="Te Tautoko o te Kauri",
        region="AUK",
        regions=(
            ("AUK", "Henderson", 45),
            ("AUK", "Manurewa", 25),
            ("NTL", "Whangārei", 15),
            ("WKO", "Kirikiriroa", 15),
        ),
        people=84,
        colleagues=_colleagues(
            "kauri",
            (
                "Hēmi Kererū",
                "Paul O'Fern",
                "Sione Moa",
                "Mānu Tūī-Brook",
                "Rāwiri Kōwhai",
            ),
            "Aroha Mataī",
            "Jan Pūriri",
        ),
    ),
    House(
        code="rimu",
        name="Rimu Men's Support",
        name_mi="Te Tautoko o te Rimu",
        region="WGN",
        regions=(
            ("WGN", "Porirua", 50),
            ("WGN", "Masterton", 15),
            ("MWT", "Whanganui", 20),
            ("HKB", "Ahuriri", 15),
        ),
        people=72,
        colleagues=_colleagues(
            "rimu",
            ("Wiremu Weka", "Dave Toetoe", "Ioane Pīwakawaka", "Mark Ngaio"),
            "Mere Karaka",
            "Tom Horoeka",
        ),
    ),
    House(
        code="totara",
        name="Tōtara Brotherhood",
        name_mi="Te Rōpū Tōtara",
        region="CAN",
        regions=(
            ("CAN", "Ōtautahi", 55),
            ("OTA", "Ōtepoti", 20),
            ("STL", "Waihōpai", 15),
            ("WTC", "Māwhera", 10),
        ),
        people=66,
        colleagues=_colleagues(
            "totara",
            ("Tama Kea", "Pete Lancewood", "Lui Tarāpunga", "Ben Hīnau-Stone"),
            "Kiri Rātā",
            "Sue Mānuka",
        ),
    ),
)

#: Holds what an earlier system exported; its workers are named as they are there.
IMPORTED = House(
    code="imported",
    name="Kahikatea Peer Support",
    name_mi="Te Tautoko o te Kahikatea",
    region="BOP",
    regions=(),
    people=0,
    colleagues=_colleagues(
        "imported",
        ("Sam Doyle", "Vai Leavasa", "Ari Tukaki", "Tipene Hura", "Rob Naismith"),
        "Hana Kōtuku",
        "Alex Tawa",
    ),
)

NATIONAL_CODE = "msa"
#: One compiles a report and another releases it.
NATIONAL = (
    Colleague("compiler@msa.example", "Ngaire Kākāpō", Role.NATIONAL),
    Colleague("releaser@msa.example", "Frank Takahē", Role.NATIONAL),
)


def everybody() -> list[tuple[str, Colleague]]:
    """Return everybody who signs in, with the code of his organisation."""
    houses = [
        (house.code, colleague)
        for house in (*HOUSES, IMPORTED)
        for colleague in house.colleagues
    ]
    return houses + [(NATIONAL_CODE, colleague) for colleague in NATIONAL]
