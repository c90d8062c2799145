"""The cities that the sandbox can play, with their streets, names and languages.

Porto: points on real streets (see `data`). Phone numbers are +351 90x xxx xxx: a valid form, and no Portuguese operator
has numbers that begin with 90. Names are given names with the names of trees; street names are made of plants and have
nothing to do with the point they label.

Taipei, where the customers of the portfolio lived: borrowers are written to in Chinese, most in traditional characters.
Its points are strewn around the middle of five districts. Numbers are +886 99x xxx xxx, which begin as no mobile number
there does. Given names are those of plants too.

Hangzhou, on the mainland: every borrower is written to in Chinese, in simplified characters. Made as Taipei is; numbers
are +86 120 0xxx xxxx, and no mobile number there begins with 12.
"""

from __future__ import annotations

from functools import cache, partial
from random import Random

from .city import City, Streets, streets_around, streets_from

PORTO_REGIONS = ("gaia", "matosinhos", "porto-centro", "porto-ocidental", "porto-oriental")
TOWNS = {"gaia": "Vila Nova de Gaia", "matosinhos": "Matosinhos"}
GIVEN = (
    "Alda Bento Celso Dina Elio Fausta Gil Hilda Ivo Julia Lino Magna Nuno Odete Plinio Rita Saul Telma Ugo Vera"
).split()
TREES = (
    "Amieiro Azinheira Carvalho Castanheiro Cedro Choupo Faia Freixo Loureiro Medronho Olmo Sobreiro Teixo Tilia"
).split()
PLANTS = (
    "Alfazemas Amendoeiras Camelias Giestas Glicinias Hortensias Jasmins Malvas Orquideas Papoilas Tulipas Urzes"
).split()
TAIPEI_CENTRES = {
    "daan": (25.026, 121.543),
    "neihu": (25.069, 121.589),
    "shilin": (25.095, 121.525),
    "xinyi": (25.033, 121.565),
    "zhongzheng": (25.032, 121.519),
}
DISTRICTS = {"daan": "大安區", "neihu": "內湖區", "shilin": "士林區", "xinyi": "信義區", "zhongzheng": "中正區"}
FAMILIES = "林 陳 黃 張 李 王 吳 劉 蔡 楊 許 鄭".split()
GIVEN_CHINESE = "青松 白樺 冬梅 春桂 秋楓 夏荷 文竹 雪杉 玉蘭 銀杏 紅棉 紫荊 丹桂 海棠".split()
ROADS = "茉莉 桂花 杜鵑 百合 山茶 木棉 蘭花 梅花 荷花 櫻花".split()

HANGZHOU_CENTRES = {
    "binjiang": (30.208, 120.212),
    "gongshu": (30.319, 120.142),
    "shangcheng": (30.243, 120.171),
    "xihu": (30.273, 120.131),
    "yuhang": (30.419, 120.301),
}
HANGZHOU_DISTRICTS = {
    "binjiang": "滨江区", "gongshu": "拱墅区", "shangcheng": "上城区", "xihu": "西湖区", "yuhang": "余杭区",
}  # fmt: skip
MAINLAND_FAMILIES = "林 陈 黄 张 李 王 吴 刘 蔡 杨 许 郑".split()
MAINLAND_GIVEN = "青松 白桦 冬梅 春桂 秋枫 夏荷 文竹 雪杉 玉兰 银杏 红棉 紫荆 丹桂 海棠".split()
MAINLAND_ROADS = "茉莉 桂花 杜鹃 百合 山茶 木棉 兰花 梅花 荷花 樱花".split()


def _porto_name(random: Random) -> str:
    return f"{random.choice(GIVEN)} {random.choice(TREES)}"


def _porto_address(region: str, random: Random) -> str:
    return f"Rua das {random.choice(PLANTS)} {random.randrange(1, 240)}, {TOWNS.get(region, 'Porto')}"


def _taipei_name(random: Random) -> str:
    return random.choice(FAMILIES) + random.choice(GIVEN_CHINESE)


def _taipei_address(region: str, random: Random) -> str:
    return f"臺北市{DISTRICTS[region]}{random.choice(ROADS)}路{random.randrange(1, 240)}號"


@cache
def _taipei_streets() -> Streets:
    return streets_around(TAIPEI_CENTRES)


def _hangzhou_name(random: Random) -> str:
    return random.choice(MAINLAND_FAMILIES) + random.choice(MAINLAND_GIVEN)


def _hangzhou_address(region: str, random: Random) -> str:
    return f"杭州市{HANGZHOU_DISTRICTS[region]}{random.choice(MAINLAND_ROADS)}路{random.randrange(1, 240)}号"


@cache
def _hangzhou_streets() -> Streets:
    return streets_around(HANGZHOU_CENTRES)


PORTO = City(
    key="porto",
    zone="Europe/Lisbon",
    regions=PORTO_REGIONS,
    short_of_people="porto-oriental",
    languages=("en", "en", "en", "pt", "pt", "es", "zh"),
    officers=("Bento Tilia", "Hilda Cedro", "Magna Olmo", "Nuno Teixo"),
    phones="+35190",
    name=_porto_name,
    address=_porto_address,
    streets=partial(streets_from, "streets.csv.gz", PORTO_REGIONS),
)
TAIPEI = City(
    key="taipei",
    zone="Asia/Taipei",
    regions=tuple(TAIPEI_CENTRES),
    short_of_people="neihu",
    languages=("zh-Hant", "zh-TW", "zh-Hant-HK", "zh"),
    officers=("李海棠", "王冬梅", "陳青松", "黃玉蘭"),
    phones="+88699",
    name=_taipei_name,
    address=_taipei_address,
    streets=_taipei_streets,
)
HANGZHOU = City(
    key="hangzhou",
    zone="Asia/Shanghai",
    regions=tuple(HANGZHOU_CENTRES),
    short_of_people="yuhang",
    languages=("zh-Hans", "zh-CN", "zh"),
    officers=("李海棠", "王冬梅", "陈青松", "黄玉兰"),
    phones="+861200",
    name=_hangzhou_name,
    address=_hangzhou_address,
    streets=_hangzhou_streets,
)
CITIES: dict[str, City] = {city.key: city for city in (PORTO, TAIPEI, HANGZHOU)}
