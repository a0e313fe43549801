"""Options that were merged or divided since a published version.

What came since to one option of then cannot be told from what moved there, so nothing
bounds the late answers. The question, and those it leads to, is shown only where nobody
has answered since, and nothing was suppressed then: no difference tells anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from helpers.disclosure.constraints.routing import filters_of
from helpers.disclosure.released import merged_options
from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rules import is_protected
from helpers.estimation.schema import SHARES
from helpers.survey.codebook import TOTAL, Codebook, Optioned

AT = ["question", "challenge", "form", "group"]


def redivided(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion],
) -> pd.Series:
    """`reasons` with "regrouped" where options that were merged or divided could tell
    what came late."""
    for version in versions:
        then = version.table[version.table["statistic"].isin(SHARES)]
        about = {id for id in codebook.by_id if _is_redivided(id, rows, then, codebook)}
        about |= {id for id in codebook.by_id if about & filters_of(codebook, id)}
        own = rows[rows["question"].isin(about) & reasons.eq("")]
        published = then.groupby(AT).agg(base=("base", "max"), shown=("shown", "all"))
        bases = rows.groupby(AT)["answered"].max().rename("now")
        both = own[AT].join(published, on=AT).join(bases, on=AT)
        settled = both["base"].eq(both["now"]) & both["shown"].eq(True)
        reasons = reasons.mask(reasons.index.isin(own.index[~settled]), "regrouped")
    return reasons


def _is_redivided(
    id: str, rows: pd.DataFrame, then: pd.DataFrame, codebook: Codebook
) -> bool:
    """Whether answers of now may be of another option than they were: some option of
    then is gone that had any, or one is new that more have given than came since."""
    question, then = codebook.question(id), then[then["question"].eq(id)]
    if (
        not isinstance(question, Optioned)
        or then.empty
        or not is_protected(codebook, id)
    ):
        return False
    merged, labels = merged_options(question), set(then["option"])
    gone = then[~then["option"].isin({*question.all_options, *merged, TOTAL})]
    if gone["count"].ne(0).any():
        return True
    covered = {part for label in labels & merged.keys() for part in merged[label]}
    new = {*question.all_options} - labels - covered
    given = codebook.renamed.options.get(id, {})
    uses = Counter(name for names in given.values() for name in names)
    if any(uses[name] > 1 for option in new for name in given.get(option, ())):
        return True
    own = rows[rows["question"].eq(id) & rows["option"].isin(new)]
    own = own[own["statistic"].isin(SHARES)]
    came = own["answered"] - own[AT].join(then.groupby(AT)["base"].max(), on=AT)["base"]
    return bool((own["count"] > came).any())
