"""Coordinates: two numbers beside a word for a place, one number each behind the names of both, or a geometry as text.

Each number is a finding of its own where names stand between them, so that the names stay and what reads the text still
can. A name alone proves nothing in free text: `lat=12.5` is a latency as well. Standards: ISO 6709 (decimal degrees),
OGC 06-103r4 (well-known text: `POINT(10.00213 53.55112)`).
Misses: degrees with minutes; a pair without names with fewer than three decimals, which is a city and not a person.
"""

from __future__ import annotations

from sealog.detect.model.rule import KeyRule, Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, begins_part, begins_word
from sealog.detect.rules.support.context import near
from sealog.detect.rules.support.numbers import is_tied
from sealog.pattern import pattern

_LATITUDES = "latitude|latitud|latitudine|breitengrad|lat"
_LONGITUDES = "longitude|longitud|longitudine|l(?:ä|ae)ngengrad|long|lng|lon"
_NAMES = (
    *("lat", "latitude", "latitud", "latitudine", "breitengrad", "lng", "lon", "long", "longitude", "longitud"),
    *("longitudine", "längengrad", "laengengrad"),
)
_PLACE_WORDS = (
    *("gps", "lat", "lon", "lng", "latitude", "longitude", "lat lon", "latlng", "lat lng", "coords", "coordinates"),
    *("coordinate", "geo", "geolocation", "geo point", "location", "geo uri", "koordinaten", "wgs84", "srid"),
)
_OF_PAIR = pattern(r"[-+]?[0-9]+\.[0-9]+")
_HIGHEST_LATITUDE = 90
_HIGHEST_LONGITUDE = 180

_near_place = near(_PLACE_WORDS)


def _is_place(text: str, start: int, end: int) -> Span | None:
    if is_tied(text, start, end) or not _near_place(text, start, end):
        return None
    latitude, longitude = (float(number) for number in _OF_PAIR.findall(text[start:end]))
    if abs(latitude) > _HIGHEST_LATITUDE or abs(longitude) > _HIGHEST_LONGITUDE:
        return None
    return start, end


_BEYOND = 160
"""Characters on each side in which the other name must stand with its number."""
_NAME = 1  # step
_SIGN = r"(?:[ _-]?deg(?:rees)?)?[\"'\\\]]{0,4}[ \t]{0,4}(?:[:=>]{1,2}|[ \t])[ \t]{0,4}[\"'\\(]{0,4}"
_NUMBER = r"[-+]?[0-9]{1,3}[.,][0-9]{1,17}"
_NAMED = rf"(?i:{_LATITUDES}|{_LONGITUDES}){_SIGN}[-+]?[0-9]{{1,3}}[.,][0-9]{{2,17}}"
_NUMBER_IN_CANDIDATE = pattern(_NUMBER + r"\Z")
_MAY_BEGIN = {True: pattern(r"[lLbB](?:[aA][tT]|[rR][eE])"), False: pattern(r"[lL](?:[oO][nN]|[nN][gG]|[aA][eE]|[äÄ])")}
"""How names of each kind begin. A search for a whole name takes thirty times as long."""
_OTHER = {
    is_latitude: pattern(rf"(?:(?<![^\W\d_])|(?<=[a-z])(?=[A-Z]))(?i:{names}){_SIGN}{_NUMBER}")
    for is_latitude, names in ((True, _LATITUDES), (False, _LONGITUDES))
}
_GOES_ON = pattern(r"[0-9_]|[.,][0-9]|[A-Za-z](?<![NSEWnsew])|[NSEWnsew][0-9A-Za-z_]")


def _is_named(text: str, start: int, end: int) -> Span | None:
    if not begins_part(text, start) or _GOES_ON.match(after(text, end, 2)):
        return None
    found = _NUMBER_IN_CANDIDATE.search(text, max(start, end - 24), end)
    if found is None:
        return None
    is_latitude = text[start : start + 3].lower() in {"lat", "bre"}
    highest = _HIGHEST_LATITUDE if is_latitude else _HIGHEST_LONGITUDE
    if abs(float(found[0].replace(",", "."))) > highest:
        return None
    if _stands_in(after(text, end, _BEYOND), not is_latitude) or _stands_in(
        before(text, start, _BEYOND), not is_latitude
    ):
        return found.span()
    return None


def _stands_in(window: str, is_latitude: bool) -> bool:
    for begun in _MAY_BEGIN[is_latitude].finditer(window):
        spend(_NAME)
        if _OTHER[is_latitude].match(window, begun.start()):
            return True
    return False


_BETWEEN = r"[\"' ]{0,2}[,;:/ ][\"' ]{0,2}"
_DECIMALS = r"[-+]?[0-9]{1,3}\.[0-9]{3,17}"

PAIR = Rule(
    entity="geo_coordinates",
    group="network",
    gate="",
    shape=_DECIMALS + _BETWEEN + _DECIMALS,
    validate=_is_place,
    normalise=str,
    indexed=False,
    cost=1,
    hits=(
        "gps «48.856614, 2.352222» fix",
        '{"lat": «48.856614», "lon": «2.352222»}',
        "location=«-33.868820,151.209290»",
        "geo:«40.712776,-74.005974»",
        '"coordinates":[«2.352222», «48.856614»]',
        "coords «+51.5074;-0.1278» saved",
        "at SRID=4326;POINT(«2.352222 48.856614»)",
    ),
    misses=(
        "load 0.123, 0.456 of the host",
        "lat 48.8, 2.3",
        "lat 148.856614, 2.352222",
        "gps 48.856614, 202.352222",
        "position 1.2345, 3.4567 in a queue",
        "platform 48.856614, 2.352222",
        "gps version 1.234.567, 2.345",
        "gps\x1eat 48.856614, 2.352222",
        "geometry 48.856614, 2.352222",
    ),
    context=_PLACE_WORDS,
)

_GEOMETRIES = ("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")


def _is_geometry(text: str, start: int, end: int) -> Span | None:
    if not begins_word(text, start):
        return None
    opened = text.find("(", start)
    pair = _OF_PAIR.findall(text, opened, end)[:2]
    longitude, latitude = map(float, pair)
    if abs(longitude) > _HIGHEST_LONGITUDE or abs(latitude) > _HIGHEST_LATITUDE:
        return None
    first = next(at for at in range(opened, end) if text[at] not in "( ")
    last = next(at for at in range(end, first, -1) if text[at - 1].isdigit())
    return first, last


WELL_KNOWN_TEXT = Rule(
    entity="geo_coordinates",
    group="network",
    gate="",
    shape=rf"(?i:{'|'.join(_GEOMETRIES)})(?:[ ]?(?i:ZM?|M))?[ ]?\({{1,3}}[ ]?{_DECIMALS}[ ]{_DECIMALS}[-+0-9., ()]*",
    validate=_is_geometry,
    normalise=str,
    indexed=False,
    hits=(
        "POINT(«10.00213 53.55112»)",
        "home point («10.00213 53.55112») saved",
        "POINT Z(«10.00213 53.55112 34.5»)",
        "LINESTRING(«10.00213 53.55112, 10.00301 53.55098,10.00417 53.55003») of 3",
        "POLYGON((«10.00213 53.55112, 10.1 53.6, 10.00213 53.55112»))",
        "MULTIPOINT ZM ((«10.00213 53.55112 1 2), (10.1 53.6 1 2»))",
        '{"geom":"POINT(«-0.1278 51.5074»)"}',
    ),
    misses=(
        "POINT(10 53) POINT(10.0 53.5)",
        "POINT(1000.2131 53.55112) POINT(10.00213 153.55112)",
        "checkpoint(10.00213 53.55112)",
        "point 10.00213 53.55112",
        "POINT EMPTY",
        "POINT(10.00213, 53.55112) of a chart",
        "POINT(x1 53.55112) LINESTRING(a b)",
        "polygon (12 34) drawn in 0.00213 0.55112 s",
    ),
    context=_GEOMETRIES,
)

NAMED = Rule(
    entity="geo_coordinates",
    group="network",
    gate="",
    shape=_NAMED,
    validate=_is_named,
    normalise=str,
    indexed=False,
    cost=1,
    hits=(
        "lat=«53.55» lon=«10.00»",
        "lat: «53.55» lon: «10.00»",
        "lat=«52.520008», lng=«-13.404954»",
        "lon=«13.404954»; lat=«52.520008»",
        "latitude='«52.5200»', longitude='«13.4049»'",
        "GET /near?lat=«52.5200»&lon=«13.4049»&radius=5 HTTP/1.1",
        "home_lat=«52.5200» home_lon=«13.4049»",
        '{"pickupLat":«52.5200»,"pickupLng":«13.4049»}',
        '{"lat":«53.55»,"lng":«10.00»}',
        "X-Latitude: «52.5200»\r\nX-Longitude: «13.4049»",
        "latitude: «52.5200»\nlongitude: «13.4049»\n",
        '<trkpt lat="«52.5200»" lon="«13.4049»">',
        "<lat>«52.5200»</lat><lon>«13.4049»</lon>",
        "lat=«52.5200» alt=34.5 lon=«13.4049»",
        "at latitude «52.5200»° N, longitude «13.4049»° E",
        "Breitengrad=«52,5200» Längengrad=«13,4049»",
        "pos lat «-33.8688» long «151.2093»",
        r"lat=«52.5200»\nlon=«13.4049»",
    ),
    misses=(
        "lat=12.35 p99=40.25 host=a",
        "latency=52.5200 long=13.4049",
        "lat=52.5 lon=13.4",
        "lat=152.5200 lon=13.4",
        "flat=52.5200 colon=13.4049",
        "lat=52.5200\x1elon=13.4049",
        "lat=1.25.3 lon=2.14.7",
        "lat=52.52 long=running",
        "took long 1.25 lat n/a",
    ),
    context=_NAMES,
)

_PLACES = (
    "geo|geoip|location|loc|gps|position|pos|point|home|work|pickup|dropoff|start|end|from|to|src|dst|source|dest"
    "|destination|origin|user|customer|device|driver|rider|client|address|place|venue|coord|coords|coordinates|current|last"
)
_KEY = pattern(rf"(?:.*[^a-z])?lng|(?:(?:.*[^a-z])?(?:{_PLACES})[^a-z]?)?(?:lat|lon)")
_PRECISE = pattern(r"\s*[-+]?[0-9]{1,3}[.,][0-9]{2,17}\s*")


def _names_coordinate(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def _is_rough(value: str) -> bool:
    """Tell whether a value is no coordinate of two decimals or more, which are about a kilometre."""
    return _PRECISE.fullmatch(value) is None


KEY_RULE = KeyRule(
    entity="geo_coordinates",
    group="network",
    matches=_names_coordinate,
    hits=(
        "lat",
        "lon",
        "lng",
        "geo.lat",
        "geoip.location.lon",
        "home_lat",
        "pickup_lng",
        "user_lng",
        "pickupLat".lower(),
    ),
    misses=("latency", "p99_lat", "read.lat", "flat", "colon", "salon", "lat_count", "lngs", "along"),
    excepts=_is_rough,
)
