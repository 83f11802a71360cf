/** Hints that no program can follow, by what it would have to know. Each form must be one of the hints that there are. */
export const byHand: readonly { readonly form: RegExp; readonly why: string }[] = [
  {
    form: /^(?:fewer |skip fewer|make more|shorten the tag|several requests|seed: \{|bring them|a release names it|correct the|write a number of|lower it to|write an `eventsPerJob`|name an earlier|choose another site|name a GitHub App)/,
    why: "a number or a name that only the author can choose",
  },
  {
    form: /^(?:list one of them first|make both|let |read (?:it|them) once|read it in a step|read the step to validate|rename one$|join lists|leave one output|one step for each|write one step|keep `supersedes`|give the parameter|write filesPerJob: 1 at both|write a list of its files|that is `\w+` here, under|use filesPerJob|`a \|\| b`|a dataset is read|trials may be|write exactly one)/,
    why: "another wiring, of which there are several",
  },
  {
    form: /^(?:compare |give results|give that list|keep `set -e`|within "|use "|use awk|write <<|send files|while`|read by|keep one of the two, or|write `run: \||write start=|name its function|name the other files|write \$uniqueId$|write \{run\}|put "\$tag"|fill it)/,
    why: "commands that mean something to their author alone",
  },
  {
    form: /^(?:write a dataset of one of the scopes|ask their owners|write a list of runs|write the name without \{run\}|read it first|write fewer files|write `from` beside it)/,
    why: "other data, or another kind of runs",
  },
  {
    form: /^(?:commit the file itself|write resources: \[|on GitHub press|run shrek bump|try bash -n|the address is a line NAME=|if it is a credential|remove it from the folder|change (?:it|that secret)|put your own|save it as CSV|save (?:it as|the file as))/,
    why: "another program, or another file",
  },
  {
    form: /^(?:a list has one head|a pattern may use|a value with a comma|close |keep one of the two versions|one run a line; columns|put the whole|the columns of|the first line|write a quote|write into `names`|write its fields|write the value out|write what|merge keys|say who|no folder and no pattern|use plain files|PanDA takes neither|this is a copy: give its variants tags of their own; |write `runs:)/,
    why: "another form, which has to be made of what is meant",
  },
];

/** Requests in which a hint that was followed shows what was hidden, or does half of what is to do; and why. */
export const revealing: Readonly<Record<string, string>> = {
  "archive-under-another-name": "the name is made of variables",
  "arguments-behind-an-echo": "the same word stands twice",
  "cycle-of-one": "a step without its connection needs `jobs`",
  "cycle-of-three": "a step without its connection needs `jobs`",
  "cycle-of-two": "a step without its connection needs `jobs`",
  "excluded-site-unknown": "the first known site is in `sites`",
  "first-argument-for-events": "a macro's argument says which of the three is meant",
  "growing-data-that-cannot-begin": "a list of files by runs is another request",
  "inputs-behind-cd": "the file stands in quotes with others",
  "keys-that-do-not-fit": "one mistake stands twice",
  "macro-of-another-case": "the macro that is found gets a seed for its events",
  "memory-above-the-ceiling": "the next value of the list is above it too",
  "mistake-in-a-shared-script": "the place is the call, the mistake in a file of others",
  "names-not-listed": "the first known site is there already",
  "names-of-inputs": "one pair stands twice",
  "no-unique-number": "the number is in a script",
  "productions-in-a-circle": "an input that is not read has to go",
  "reads-what-is-not-there": "the right one is read beside it",
  "runs-in-two-lists": "a list that is read shows a macro that is not there",
  "runs-twice": "a list that is read shows a macro that is not there",
  "runs-with-byte-order-mark": "a list that is read shows a macro that is not there",
  "runs-with-crlf": "a list that is read shows a macro that is not there",
  "runs-without-a-list": "a list that is read is not there",
  "slips-of-the-hand": "the command names two of three",
  "tag-field-is-a-number": "a text is compared with the field's rule",
  "takes-its-own-place": "the right version is there already",
  "tests-misread": "the quotes of the test are part of its words",
  "unresolved-input-accuses-nobody-else": "the first known input is one that it does not fit",
  "values-with-what-nobody-sees": "a key, and not its value",
  "yes-is-text": "a step that reads one input twice",
};
