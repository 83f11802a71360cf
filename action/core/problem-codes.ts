/**
 * Every code that a problem can carry. People search for them and tests assert on them, so a code never changes
 * its meaning. `docs/problems.md` is made from this table.
 */
type Explained = { readonly title: string; readonly why: string; readonly wayOut: string };

export const problemCodes = {
  // reading the file
  "not-utf8": {
    title: "The file is not UTF-8",
    why: "Other encodings read differently on different machines.",
    wayOut: "Save the file as UTF-8.",
  },
  "too-large": {
    title: "The file is too large",
    why: "A request is at most 1 MiB, a resource at most 10 MiB: PanDA takes no larger sandbox.",
    wayOut: "Move data out of the folder and name it as an input.",
  },
  "yaml-syntax": {
    title: "The file is not readable YAML",
    why: "Requests are one document of YAML 1.2, core schema.",
    wayOut: "Look at the place named; tabs, unquoted colons and unclosed quotes are the usual causes.",
  },
  "yaml-two-readings": {
    title: "Two YAML readers disagree",
    why: "The request is read by two libraries. A value they read differently would mean different things to different tools.",
    wayOut: "Quote the value.",
  },
  "yaml-alias": {
    title: "An anchor loops or expands too far",
    why: "A looping alias has no end, and a chain of aliases can grow beyond any memory.",
    wayOut: "Write the value out.",
  },
  // shape
  "unknown-key": {
    title: "Unknown key",
    why: "A key that nobody reads would be dropped in silence.",
    wayOut: "Use the name that is suggested, or remove the key.",
  },
  "missing-key": {
    title: "A required key is missing",
    why: "The request cannot be run without it.",
    wayOut: "Add the key; the schema's hover text says what it means.",
  },
  "wrong-type": {
    title: "A value has the wrong type",
    why: "YAML reads unquoted words, numbers and dates differently.",
    wayOut: "Quote text, and write numbers without quotes.",
  },
  "out-of-range": {
    title: "A value is out of range",
    why: "The limits are PanDA's, or keep a slip from costing weeks.",
    wayOut: "Choose a value in the range that is named.",
  },
  "not-allowed": {
    title: "A value is not one of those allowed",
    why: "Only a closed list is understood here.",
    wayOut: "Choose one from the list.",
  },
  "bad-token": {
    title: "A name has a character that cannot be used",
    why: "The value becomes part of commands, paths and dataset names.",
    wayOut: "Use letters, digits, dot, underscore and hyphen.",
  },
  "bad-output-name": {
    title: "An output name has a character PanDA refuses",
    why: "PanDA refuses % | ; > < ? ' \" ( ) $ @ : = & ^ # \\ [ ] { } / in dataset names and packs wildcards into one archive.",
    wayOut: "Use letters, digits, dot, underscore and hyphen.",
  },
  "bad-step-name": {
    title: "A step name is not letters and digits",
    why: "Step names stand inside dataset names between underscores, and must stay readable there.",
    wayOut: "Use letters and digits, beginning with a letter.",
  },
  "bad-parameter-name": {
    title: "A parameter is not a shell variable name",
    why: "Parameters become exported variables of the payload.",
    wayOut: "Use letters, digits and underscore, not beginning with a digit.",
  },
  "reserved-parameter": {
    title: "A parameter has a name that SHREK or the shell sets",
    why: "It would change what the wrapper or the shell does.",
    wayOut: "Rename the parameter.",
  },
  "bad-input-name": {
    title: "An input name is not letters and digits",
    why: "It is the name of a workflow input in CWL.",
    wayOut: "Use letters and digits, beginning with a letter.",
  },
  "bad-dataset-name": {
    title: "A dataset name has a character that cannot be used",
    why: "PanDA would refuse it, or read it as a pattern.",
    wayOut: "Copy the name from the monitor.",
  },
  "bad-contact": {
    title: "A contact is not a GitHub login",
    why: "People are told on the pull request, by login.",
    wayOut: "Write @login or @organisation/team.",
  },
  "forbidden-text": {
    title: "A value holds text that PanDA would replace",
    why: "PanDA and iDDS expand %{...} and ___idds___ wherever they stand, and control characters break its log.",
    wayOut: "Remove the text.",
  },
  // conventions
  "no-conventions": {
    title: "No conventions above the request",
    why: "The tag, names and sites are decided by the nearest conventions.yaml upwards.",
    wayOut: "Put the request below productions/, where conventions.yaml is.",
  },
  "bad-conventions": {
    title: "The conventions are wrong",
    why: "Every production below is judged by them.",
    wayOut: "Mend conventions.yaml at the place named.",
  },
  "bad-tag": {
    title: "A field of the tag breaks the conventions",
    why: "Tags are how people find data for years; the conventions say what each field may hold.",
    wayOut: "Choose a value that fits; the message says what is expected.",
  },
  "unknown-site": {
    title: "A site that the conventions do not list",
    why: "Jobs for an unknown site wait for ever.",
    wayOut: "Use a site of the conventions, or add it there in a pull request of its own.",
  },
  "site-offline": {
    title: "A site is offline",
    why: "The conventions say that it takes no jobs now.",
    wayOut: "Choose another site, or wait.",
  },
  "mixed-setup": {
    title: "Sites of one step have different set-up lines",
    why: "One wrapper serves all sites of a step.",
    wayOut: "Give the step sites with one set-up.",
  },
  "no-site": {
    title: "A step has no site",
    why: "Nothing says where its jobs run.",
    wayOut: "Add `sites` to the step or to `defaults`.",
  },
  // names and versions
  "bad-version": {
    title: "The version is not a semantic version",
    why: "Versions are compared, and PanDA names are made from them.",
    wayOut: "Write three numbers such as 1.2.0, or 1.2.0-test.3 for a trial.",
  },
  "version-not-above": {
    title: "The version is not above the ones before",
    why: "A tag's versions only go up, so that the newest is the last.",
    wayOut: "Take the version that is suggested.",
  },
  "version-not-moved": {
    title: "The content changed and the version did not",
    why: "This version was given to PanDA with other content; data of one name must come from one content.",
    wayOut: "Take the version that is suggested.",
  },
  "version-too-small": {
    title: "The version moved less than the change needs",
    why: "Physics or wiring is major, statistics or inputs minor, how it runs patch.",
    wayOut: "Take the version that is suggested.",
  },
  "version-without-change": {
    title: "The version moved and nothing changed",
    why: "A new version makes new data of the same content.",
    wayOut: 'Keep the version, or say why with `rerun: "reason"`.',
  },
  "name-too-long": {
    title: "A dataset name would be too long",
    why: "PanDA refuses containers of more than 132 characters.",
    wayOut: "Shorten the tag's fields, the step name or the output name.",
  },
  "duplicate-tag": {
    title: "Two productions have one tag and version",
    why: "Their data would have the same names.",
    wayOut: "Change a field of one tag.",
  },
  "same-content": {
    title: "The same content stands under another tag",
    why: "The same jobs would make the same data twice.",
    wayOut: "Use the data of the other tag, or change what differs in truth.",
  },
  "no-history": {
    title: "No ledger in reach",
    why: "Without it nobody can say whether the version moved enough.",
    wayOut: "Fetch the ledger branch, or let the pull request's check judge it.",
  },
  "wrong-file-name": {
    title: "A request has another file name",
    why: "Only production.yaml is read; anything else would be merged and never submitted.",
    wayOut: "Rename the file.",
  },
  "split-pull-request": {
    title: "Rules and a production change in one pull request",
    why: "Conventions, CODEOWNERS and workflows decide how a production is judged, so they must be on main before it.",
    wayOut: "Make two pull requests, the rules first.",
  },
  // wiring
  "unknown-reference": {
    title: "An input comes from nowhere",
    why: "`from` names a step of this production or an entry of `inputs`.",
    wayOut: "Use the name that is suggested.",
  },
  "unknown-output": {
    title: "The step has no such output",
    why: "A consumer reads one output of its producer.",
    wayOut: "Name one of the outputs that are listed.",
  },
  "ambiguous-output": {
    title: "Which output is meant?",
    why: "The producer has several outputs and PanDA would take the first.",
    wayOut: "Add `output:`.",
  },
  "ambiguous-name": {
    title: "A step and an input have one name",
    why: "`from` would not know which is meant.",
    wayOut: "Rename one.",
  },
  "step-cycle": {
    title: "Steps wait for each other",
    why: "None of them could ever begin.",
    wayOut: "Break the circle that is named.",
  },
  "jobs-missing": {
    title: "A step without input does not say how many jobs",
    why: "PanDA would run one.",
    wayOut: "Add `jobs`.",
  },
  "jobs-with-inputs": {
    title: "`jobs` on a step with inputs",
    why: "The files of the inputs and filesPerJob decide how many jobs run.",
    wayOut: "Remove `jobs`, or change filesPerJob.",
  },
  "reuse-primary": {
    title: "`reuse` on the primary input",
    why: "The primary input is split among the jobs; only secondary inputs are reused.",
    wayOut: "Remove `reuse`, or list the input second.",
  },
  "secondary-too-small": {
    title: "A secondary input has too few files",
    why: "PanDA would start fewer jobs than planned, without a word.",
    wayOut: "Make more files, read fewer a job, or add `reuse: true`.",
  },
  "not-a-container": {
    title: "A secondary input from outside is not a container",
    why: "PanDA's workflow layer appends a slash to the name and would look for a container that does not exist.",
    wayOut: "Name the container, with its slash at the end.",
  },
  "same-input-twice": {
    title: "Two secondary inputs are the same data",
    why: "PanDA keeps only the last of them, without a word.",
    wayOut: "Read it once, with more files a job.",
  },
  "unused-input": {
    title: "An input that no step reads",
    why: "It is probably a slip in a `from`.",
    wayOut: "Remove it, or use it.",
  },
  // files
  "missing-resource": {
    title: "No file matches a resource",
    why: "The job would miss it at the site.",
    wayOut: "Add the file, or correct the name.",
  },
  "missing-script": {
    title: "The script that `run` names is not among the resources",
    why: "Every job would fail.",
    wayOut: "List it under `resources`.",
  },
  "resource-refused": {
    title: "A resource is not a plain file of the folder",
    why: "Links, submodules, absolute paths and `..` point to content that nobody reviewed.",
    wayOut: "Copy the file into the folder.",
  },
  credential: {
    title: "A resource looks like a credential",
    why: "Sandboxes on PanDA are readable without login.",
    wayOut: "Remove it, and revoke it if it was ever pushed.",
  },
  "sandbox-too-large": {
    title: "The files are too large for a sandbox",
    why: "PanDA refuses archives of more than 10 MiB.",
    wayOut: "Move data out of the folder and name it as an input.",
  },
  "bash-syntax": {
    title: "The payload is not valid bash",
    why: "Every job would fail.",
    wayOut: "Run `bash -n` on it.",
  },
  // payloads: warnings, told of what is certain from the text
  "unset-variable": {
    title: "The payload uses a variable that nothing sets",
    why: "bash puts in nothing for it, and a macro takes that for 0 or an empty name.",
    wayOut: "Correct the name, add it under `parameters`, or write `${name:-}` if empty is meant.",
  },
  "no-arguments": {
    title: "The payload uses `$1` or `$@`, and has no arguments",
    why: "The wrapper's own arguments show through: `$1` is the number of the job, which a macro may take for a number of events.",
    wayOut: "Write what is meant: `$uniqueId`, `$nEvents`, `${IN1[@]}`.",
  },
  "unused-parameter": {
    title: "A parameter, or `eventsPerJob`, that nothing reads",
    why: "The commands have a value of their own written into them, and the request and its plan tell another.",
    wayOut: "Use it in the commands, or remove it.",
  },
  "macro-not-found": {
    title: "A macro that is not among the resources",
    why: "ROOT would not find it at the site. Capitals count.",
    wayOut: "Correct the name, or list the file under `resources`.",
  },
  "macro-differs": {
    title: "The commands run another macro than `macro` says",
    why: "Whoever reads the parameters believes in a macro that does not run.",
    wayOut: "Write `$macro` in the commands, or remove the parameter.",
  },
  "output-not-made": {
    title: "Nothing makes an output",
    why: "Every job would do its work and then fail, because the file is not there (exit 30).",
    wayOut: "Write the file under the name that `out` says.",
  },
  "input-not-used": {
    title: "A step does not read its input",
    why: "Every job waits for these files and copies them.",
    wayOut: "Read them (`${IN1[@]}`, `${IN2[@]}` ...), or remove the input.",
  },
  "only-first-file": {
    title: "Only the first file of an input is read",
    why: "`IN1` is an array, and `$IN1` its first element: the other files are lost without a word.",
    wayOut: 'Write `"${IN1[@]}"`, or set `filesPerJob: 1`.',
  },
  "archive-takes-inputs": {
    title: "An archive of results takes the inputs along",
    why: "Input files lie where the job works, and the pattern matches them too.",
    wayOut: "Give results a beginning of their own and match that.",
  },
  "status-lost": {
    title: "A failure is lost",
    why: "The job would count as good, and its missing or broken result be found much later. The payload runs under `set -eo pipefail`; scripts that it calls do not.",
    wayOut: "Let the command fail, or ask for its status and `exit` with it; begin scripts with `set -euo pipefail`.",
  },
  "home-path": {
    title: "A path in somebody's home folder",
    why: "Most sites do not have it, and nobody can repeat the production later.",
    wayOut: "Send files as resources, name data as inputs, keep results as `out`.",
  },
  "mkdir-without-p": {
    title: "`mkdir` without `-p`",
    why: "It fails where the folder is there already, and the job with it.",
    wayOut: "Write `mkdir -p`.",
  },
  "shared-file-name": {
    title: "A file outside the job has one name for all submissions",
    why: "Jobs and submissions overwrite each other's files.",
    wayOut: "Put `$tag` and `$uniqueId` into the name, or keep the file as an output.",
  },
  "same-events": {
    title: "Every job may make the same events",
    why: "Nothing that the generator is given differs between jobs.",
    wayOut: "Add `seed` and hand `$uniqueId` to the macro.",
  },
  "seed-padding": {
    title: "The padding of `uniqueId` goes wrong",
    why: "A width that is too small gives names of two lengths; a padded number is read as octal.",
    wayOut: "Let `seed.digits` do the padding.",
  },
  "windows-line-ends": {
    title: "Windows line ends in bash",
    why: "bash takes the carriage return for a part of the last word, and no command is found.",
    wayOut: "Save the file with Unix line ends.",
  },
} as const satisfies Record<string, Explained>;

export type ProblemCode = keyof typeof problemCodes;

export const problemsPage = (): string => {
  const sections = Object.entries(problemCodes).map(
    ([code, { title, why, wayOut }]) => `## ${code}\n\n**${title}.** ${why}\n\n*Way out:* ${wayOut}\n`,
  );
  return `# Problems\n\nMade from \`action/core/problem-codes.ts\` by \`npm run build\`. One heading for each code that \`shrek check\` can print.\n\n${sections.join("\n")}`;
};
