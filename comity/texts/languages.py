"""Which of the six official languages a paragraph is in; "und" for any other.

By script and letters first, then, among languages of the Latin and Cyrillic scripts, by small words that are frequent
in one and rare in its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from comity.texts import lexicon
from comity.texts.model import LANGUAGES, LanguageShare

UNKNOWN = "und"
WORDS: dict[str, str] = {
    "en": "the of and to in that for on by with is as be it its are this from has which or at our have we "
    "not all will "
    "their been an also was they these shall should must can who more other no any such only security including "
    "resolution support peace secretary further implementation humanitarian ensure requests council government "
    "mandate through law women states sudan well full political measures agreement armed conflict calls rights "
    "paragraph relevant authorities human operations appropriate car decides continue those peacekeeping report "
    "recalling take regard need effective resolutions under member upon provide committee out against process "
    "progress between civilians fgs cooperation civilian children development urges drc panel south welcoming set "
    "groups performance reform line concern into role encourages somali based military implement special gender "
    "use work necessary taking partners reaffirming order expressing youth within state accordance comprehensive "
    "related countries information country review peacebuilding fully abuses equipment welcomes activities "
    "stability deployment training african threat access safety undof mechanism provisions prevent noting "
    "capacity steps arms continued framework reconciliation weapons inclusive may resources afghanistan "
    "supporting commitment strengthen meaningful building accountability region towards recognizing delivery "
    "facilitate improve persons strategic unifil compliance regarding people account recalls reports",
    "fr": "le la les des et du en dans pour que qui une sur par au aux est ce cette sont pas ses leur leurs "
    "nous avec "
    "ou ainsi être aussi notre nos ont plus ces comme tout toute tous à l d qu se il a été mais lui sa son "
    "sécurité paix résolution notamment général gouvernement secrétaire mesures toutes compris états membres "
    "demande pays droits mandat république appui prie droit contre accord femmes opérations maintien humanitaire "
    "politique faire autres afin mise autorités conformément organisation paragraphe œuvre également égard "
    "application groupe particulier soulignant décide résolutions cet civils secteur somalie rappelant cadre "
    "activités compte soudan conflit renforcer état rapport prendre processus centrafricaine armes dispositions "
    "sud sans pleinement actes personnes enfants somalien importe matière fédéral continuer homme réforme groupes "
    "réaffirmant soient coopération dont concernant atteintes armés aide visant jeunes africaine présente "
    "souligne assurer nationale vue capacités conseil démocratique rôle consolidation progrès note mettre sous "
    "veiller partenaires exécution congo organisations selon sexuelles soudanais violences somaliennes question "
    "aider internationales informations matériel améliorer cas genre place ensemble politiques fait appuyer "
    "stabilité développement appliquer prenant rapports félicitant région nouveau ci prises mécanisme durable "
    "ressources missions conditions internationale régionales questions formation instamment moyens pleine "
    "internationaux humanitaires elles soit de",
    "es": "el la los las y del en que de para por con una un se su sus es como más al lo este esta estos sobre entre "
    "nuestro nuestra también ha han ser son no o e toda todo todos tiene persona sin muy hay derecho esa "
    "seguridad paz naciones unidas resolución apoyo secretario todas personal medidas partes internacional "
    "gobierno mandato solicita sudán fuerzas estados acuerdo mantenimiento mujeres incluso operaciones derechos "
    "fin esfuerzos beneplácito contra protección asistencia humanos autoridades violencia exhorta párrafo "
    "aplicación respecto importancia miembros internacionales presente violaciones nacional así resoluciones "
    "además decide misión grupo mediante civiles recordando armas actividades pertinentes equipo proceso informe "
    "civil abusos situación cuentas necesidad armados unión personas coordinación capacidad gfs estado "
    "conformidad humanitario reconociendo nacionales insta plena incluidos participación reforma desempeño "
    "política rca grupos países acogiendo cooperación plenamente según información incluidas seguir país "
    "preocupación alienta policía disposiciones conflictos virtud otros frente africana asociados especial ese "
    "género asegurar otras expertos rdc desarrollo expresando actos reafirmando apoyar consolidación mejorar "
    "niños proceda consejo malí conflicto juventud despliegue transición informes república organizaciones manera "
    "humanitaria progresos marco condiciones instituciones misiones acoge recursos relativas estabilidad relieve "
    "labor regionales alto incluida mecanismo acceso cuenta iniciativas amenaza región tareas",
    "pt": "de o os as e do da dos das em que para por com uma um se seu sua é como mais ao aos à às pelo "
    "pela não são na no nas nos "
    "também nosso foi ser ou seus suas ter toda pessoa tem direito todo",
    "it": "il lo gli e del della dei delle di che per con una un è come più nel nella sono alla anche dal "
    "dalla ai al questo "
    "nostro non si ad ogni diritto ha suo sua individuo o da",
    "ca": "de el la els les i del en que de per amb una un es com més al aquest aquesta són dels seva seu "
    "té dret tota tot persona "
    "no ni sense a la l d ha ser llur",
    "gl": "de o os as e do da dos das en que para por con unha un se seu súa é como máis ao non son toda "
    "persoa ten dereito á na no "
    "ou nin sen todo",
    "de": "der die das und in den von zu mit für auf ist im des dem nicht ein eine sich wir auch werden hat "
    "als sind oder jeder "
    "auf recht",
    "nl": "de het een en van in dat is op te voor met zijn aan die niet wij ook worden heeft als bij of "
    "eenieder recht op",
    "hu": "a az és hogy nem is egy van meg mint vagy ez de azt csak minden kell valamint személynek joga",
    "ro": "și în de la cu pe care este nu din pentru să o un al ale sunt prin sau mai orice persoană are dreptul",
    "pl": "i w na z do się nie że jest o jak po dla przez lub od każdy ma prawo człowiek oraz",
    "sv": "och i att det som en på är av för med den till inte har om ett var eller rätt envar",
    "id": "dan yang di untuk dengan dari pada dalam tidak ini setiap orang hak atas atau",
    "tr": "ve bir bu için ile da de olarak her şahsın hakkı veya olan",
    "sw": "na ya wa kwa ni za katika kila mtu haki la ana kuwa",
    "ht": "ak nan pou yo se ki gen tout moun dwa li pa yon",
    "vi": "và của có các được trong là quyền mọi người không",
    "tl": "ang ng sa mga at na ay may bawat tao karapatan o",
    "eo": "la de kaj en al estas ne ĉiu havas rajton por ke aŭ",
    "ru": "и в на с по что не для как к из от о это также или его их все при мы наш является был которые до "
    "во за том "
    "свою свои своей своих человек имеет право каждый быть может этой он она они со должны",
    "bg": "на и в да за се от с по е не към при което които всеки има право или са човек съм като този",
    "mk": "на и во да за се од со по е не секој има право или како што",
    "sr": "и у на да се за је од са не који као по или сваки има право",
}
_WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}
_LATIN = [language for language in _WORDS if re.match("[a-zà-ž]", WORDS[language])]
_CYRILLIC = ["ru", "bg", "mk", "sr"]
_WEIGHT = Counter(word for words in _WORDS.values() for word in words)
"""A word that several languages share tells less."""
OTHER_ARABIC = re.compile(
    "[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06cc\u06d2\u0681\u0685"
    "\u0689\u0693\u0696\u069a\u06bc\u06d0\u06cd\u06d5\u06c6\u06c7\u06cb\u0695\u06b5\u06ce\u067c"
    "]"
)
OTHER_CYRILLIC = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһҳҷӣӯӑӗҫӳҕҥ]", re.I)
RUSSIAN = re.compile("[ыэё]", re.I)
"""Letters that its neighbours without letters of their own (Bulgarian, Macedonian, Serbian) do not have."""
KANA_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af\u1100-\u11ff]")
TRADITIONAL = frozenset(
    "國們個這為與會權對種無論從並應開關進發務義過護員體當條處實際約據時間動業產經濟後來將還學習題現總統負責認識獲"
    "決議報導說話語讓請該給組織結構聯絡點視覺規範見觀親記計訂設許訴評試詢詳誠誤調談講證識譯議變貝財貢貧責貴買費資賓質"
)
SIMPLIFIED = frozenset(
    "国们个这为与会权对种无论从并应开关进发务义过护员体当条处实际约据时间动业产经济后来将还学习题现总统负责认识获"
    "决议报导说话语让请该给组织结构联络点视觉规范见观亲记计订设许诉评试询详诚误调谈讲证识译议变贝财贡贫责贵买费资宾质"
)
WORD = re.compile(r"[^\W\d_]+")
_PROBE = 1_200
_PLAIN = 0.72
"""A text of whose words the list has so many is in that language: its neighbours stay below."""
_ENOUGH, _FEW = 0.45, 6
"""Of a text of a few words or more, the list has at least so many."""
_PORTUGUESE, _SPANISH = (
    frozenset(words.split())
    for words in (
        "o os as e do da dos das no na nos nas ao aos à às ó ós um uma unha pelo polo em coa são",
        "el la los las y del al en un una con su sus se",
    )
)
_LATIN_RUN = re.compile("[A-Za-zªµºÀ-ÖØ-öø-\u024f\u1e00-\u1eff]+")
_BEYOND_LATIN = re.compile("[\u0250-\u1dff\u1f00-\u1fff\u2e80-\uffdf]")
_RUNS = {
    "latin": _LATIN_RUN,
    "cyrillic": re.compile("[\u0400-\u0481\u048a-\u052f]+"),
    "arabic": re.compile("[\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee-\u077f\ufb50-\ufefc]+"),
    "han": re.compile("[\u3040-\u30ff\u3400-\u9fff]+"),
    "other": re.compile(
        "[\u0250-\u03ff\u0531-\u05ea\u0780-\u1dff\u1f00-\u1fff\u1100-\u11ff\u3100-\u33ff\ua000-\ud7af]+"
    ),
}
_SCRIPTS = {"ar": "arabic", "zh": "han", "ru": "cyrillic"}


def identify(text: str) -> tuple[str, float]:
    """Language and confidence 0..1 of a paragraph, by its first 1,200 characters. Under 20 letters it is a guess."""
    text = text[:_PROBE]
    scripts = count_scripts(text)
    total = sum(scripts.values())
    if not total:
        return UNKNOWN, 0.0
    script, most = max(scripts.items(), key=lambda item: item[1])
    share = most / total
    if script == "han":
        return han(text, share)
    if script == "arabic":
        foreign = len(OTHER_ARABIC.findall(text))
        # A foreign name or a keyboard's letter may slip in; a language of its own uses them all the time.
        return (UNKNOWN, share) if foreign > most * 0.03 else ("ar", share)
    if script == "cyrillic":
        foreign = len(OTHER_CYRILLIC.findall(text))
        if foreign > most * 0.01:
            return UNKNOWN, share
        if RUSSIAN.search(text) and not far_from_russian(text):
            return "ru", share
        return by_words(text, _CYRILLIC, share)
    return by_words(text, _LATIN, share) if script == "latin" else (UNKNOWN, share)


def count_scripts(text: str) -> Counter[str]:
    """Letters by script; a Chinese character counts as three letters, for it says as much."""
    if text.isascii() or not _BEYOND_LATIN.search(text):
        letters = sum(map(len, _LATIN_RUN.findall(text)))
        return Counter(latin=letters) if letters else Counter()
    counts = Counter({script: sum(map(len, run.findall(text))) for script, run in _RUNS.items()})
    counts["han"] *= 3
    return +counts


def han(text: str, share: float) -> tuple[str, float]:
    if len(KANA_HANGUL.findall(text)) > len(text) * 0.02:
        return UNKNOWN, share
    old = sum(letter in TRADITIONAL for letter in text)
    new = sum(letter in SIMPLIFIED for letter in text)
    return (UNKNOWN, share) if old > new else ("zh", share)


def far_from_russian(text: str) -> bool:
    """Whether hardly a word of it is Russian: Kyrgyz and Belarusian sentences may lack their own letters."""
    words = WORD.findall(text.casefold())
    return len(words) >= _FEW - 1 and lexicon.share(words, "ru") < 0.25


def by_words(text: str, candidates: list[str], share: float) -> tuple[str, float]:
    """The official language whose list has most of the words, unless small words speak for a neighbour of it."""
    words = WORD.findall(text.casefold())
    best, known = max(
        ((language, lexicon.share(words, language)) for language in candidates if language in lexicon.LISTED),
        key=lambda item: item[1],
    )
    if known >= _PLAIN:
        return best, share * known
    neighbour, confidence = by_small_words(words, candidates)
    if neighbour not in LANGUAGES or (neighbour == "es" and is_portuguese(words)):
        return UNKNOWN, share * confidence
    if known >= _ENOUGH or len(words) < _FEW:
        return neighbour, share * confidence * max(known, 0.5)
    return UNKNOWN, share * (1 - known) if known < _ENOUGH / 2 else 0.3


def is_portuguese(words: list[str]) -> bool:
    """Portuguese and Galician share most words with Spanish, but not the articles and the word for "and"."""
    return sum(word in _PORTUGUESE for word in words) > sum(word in _SPANISH for word in words)


def by_small_words(words: list[str], candidates: list[str]) -> tuple[str, float]:
    """The language whose small words make up most of the text, "und" where there is hardly one; how surely, 0..1."""
    scores = {
        language: sum(1 / _WEIGHT[word] for word in words if word in _WORDS[language])
        for language in candidates
    }
    # Between equals the official language is the likelier one here.
    best, second = sorted(scores.items(), key=lambda item: (-item[1], item[0] not in LANGUAGES))[:2]
    if best[1] == 0 or best[1] / max(len(words), 1) < 0.04:
        # No small word at all: a list of names, a heading. Cyrillic without foreign letters is most likely Russian.
        return ("ru", 0.3) if "ru" in candidates and best[1] == 0 else (UNKNOWN, 0.2)
    return best[0], (best[1] - second[1] * 0.5) / best[1]


def may_be(text: str, language: str) -> bool:
    """Whether the letters of a text are those of the language; a text without letters may be any."""
    scripts = count_scripts(text[:_PROBE])
    if not scripts:
        return True
    script = max(scripts, key=lambda one: scripts[one])
    return language == UNKNOWN or script == _SCRIPTS.get(language, "latin")


def shares(told: Iterable[tuple[str, str]]) -> list[LanguageShare]:
    """Share of each language in the characters of (text, its language), the greatest first. A Chinese character
    counts as three."""
    counts: Counter[str] = Counter()
    for text, language in told:
        counts[language] += len(text) * (3 if language == "zh" else 1)
    total = sum(counts.values())
    return [LanguageShare(language, round(count / total, 4)) for language, count in counts.most_common()]
