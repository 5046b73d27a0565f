"""A real Arabic PDF: typst sets it in Noto Naskh, shaped and from right to left."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import typst

PARAGRAPHS = (
    "شكرا السيدة الرئيسة على عقد هذا الاجتماع، ونشكر أيضا المتحدثين الذين سبقونا على ما قدموه من أفكار مفيدة، ونود أن "
    "نعرض باختصار ما تعلمناه في بلدنا خلال السنوات الماضية وما نعتقد أنه قد يفيد غيرنا من الدول والمنظمات.",
    "نشير إلى القرار 1373 (2001) وإلى القرار 2354 (2017)، ونعمل على تنفيذهما مع شركائنا في المنطقة، ونرى أن التعاون بين "
    "المؤسسات العامة والشركات والمجتمع المدني هو الطريق الأقصر إلى نتائج تدوم وتحترم حقوق الإنسان.",
    "أنشأنا في مدارسنا برنامجا يتعلم فيه التلاميذ كيف يميزون الخبر الصحيح من الخبر الكاذب، ويشارك في البرنامج معلمون "
    "وآباء وصحفيون، وقد طلبنا من جامعة مستقلة أن تقيس أثره في كل سنة وأن تنشر ما تصل إليه.",
    "وضعنا مع شركات الاتصالات قواعد واضحة تبين متى يزال محتوى ومن يراجع القرار، ويستطيع كل من تأثر به أن يشتكي إلى "
    "جهة مستقلة، وتنشر الشركات في كل ثلاثة أشهر أرقاما عما أزالته وعما أعادته بعد الشكوى.",
    "ندعو الدول الأخرى إلى أن تتبادل معنا ما نجح عندها وما لم ينجح، فالتجربة التي لم تنجح تعلمنا أيضا، ونقترح أن تجمع "
    "اللجنة هذه التجارب في مكان واحد يستطيع الجميع أن يقرأه بلغته.",
)


def arabic_pdf(folder: Path, *more: str) -> Path:
    """Skips where the font is missing: without it there are no letters to read."""
    fonts = subprocess.run(["fc-list", ":family=Noto Naskh Arabic", "file"], capture_output=True, text=True)
    if not fonts.stdout.strip():
        pytest.skip("Noto Naskh Arabic is not installed")
    source, target = folder / "statement.typ", folder / "بيان.pdf"
    body = "\n\n".join(PARAGRAPHS + more)
    source.write_text(
        '#set text(font: "Noto Naskh Arabic", lang: "ar", dir: rtl, size: 13pt)\n'
        f"#set par(justify: false, spacing: 1.6em)\n\n{body}\n",
        encoding="utf-8",
    )
    target.write_bytes(typst.compile(str(source)))
    return target
