import zlib

TEAMS = {
    "DE": ["U-DACH-1", "U-DACH-2"],
    "AT": ["U-DACH-1"],
    "CH": ["U-DACH-2"],
    "FR": ["U-SOUTH-1"],
    "ES": ["U-SOUTH-1", "U-SOUTH-2"],
}
REST = ["U-INTL-1", "U-INTL-2"]


def main(domain: str, country: str):
    team = TEAMS.get(country, REST)
    seller = team[zlib.crc32(domain.encode()) % len(team)]
    return {"seller": seller, "tags": ["hot", country.lower()]}
