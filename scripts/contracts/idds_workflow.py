"""What a workflow object of iDDS (idds-workflow) says: its works, and behind which states of which works each begins."""

import copy
import itertools
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


def begun_by_states(workflow, states):
    """The steps that iDDS begins, for each choice of task states of those that wait for none; without a state there is no task."""
    waiting = {work.get_internal_id() for one in workflow.template.conditions.values() for work in one.true_works}
    first = sorted(step_of(work) for key, work in workflow.template.works.items() if key not in waiting)
    choices = [dict(zip(first, choice)) for choice in itertools.product(states, repeat=len(first))]
    return [{"states": choice, "begun": begun_by(copy.deepcopy(workflow), choice)} for choice in choices]


def begun_by(workflow, states):
    """Its Marshaller asks for new works at first, and again when its Transformer has read the tasks (see idds_states.py)."""
    workflow.get_new_works()
    for work in workflow.runs["1"].works.values():
        state = states.get(step_of(work))
        if state is not None:
            work.transforming = work.submitted = True
            status = work.get_processing_status_from_panda_status(state)
            work.sync_work_data(status=status, substatus=status, work=work)
    return sorted(step_of(work) for work in workflow.get_new_works() if step_of(work) not in states)
