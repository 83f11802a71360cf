"""What a workflow object of iDDS (idds-workflow) says: its works, and behind which states of which works each begins."""

import re


def describe_workflow(workflow):
    names = {key: step_of(work) for key, work in workflow.template.works.items()}
    begins = [
        {"begins": step_of(work), "behind": words_of(condition, names)}
        for condition in workflow.template.conditions.values()
        for work in condition.true_works
    ]
    return {"works": sorted(names.values()), "begins": sorted(begins, key=lambda one: (one["begins"], one["behind"]))}


def step_of(work):
    """A task is called by its dataset, three digits and its step."""
    return re.fullmatch(r".*_\d{3}_([A-Za-z]\w*)", work.task_parameters["taskName"]).group(1)


def words_of(condition, names):
    """`and(STEP is_started)`: a condition of conditions in brackets, a state of a work as iDDS calls it."""
    owner = getattr(condition, "__self__", condition)
    if hasattr(owner, "conditions"):
        condition = owner
    else:
        return f"{names[owner.get_internal_id()]} {condition.__name__}"
    operator = type(condition).__name__.removesuffix("Condition").lower()
    return f"{operator}({', '.join(sorted(words_of(one, names) for one in condition.conditions))})"
