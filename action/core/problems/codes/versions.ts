import type { Explained } from "./explained.ts";

export const versionCodes = {
  "bad-version": {
    title: "The version is not a semantic version",
    why: "Versions are compared, and PanDA names are made from them.",
    wayOut: "Write three numbers such as 1.2.0, or 1.2.0-test.3 for a trial.",
  },
  "version-not-above": {
    title: "The version is not above the earlier ones",
    why: "The versions of a tag only increase.",
    wayOut: "Use the suggested version.",
  },
  "version-not-moved": {
    title: "The content changed, but the version did not",
    why: "This version was submitted with other content; datasets with one name must have one content.",
    wayOut: "Use the suggested version.",
  },
  "version-ended": {
    title: "This version has ended and is never submitted",
    why: "It was withdrawn, closed or replaced before anything of it was submitted; a version is submitted once or never.",
    wayOut: "Raise the version.",
  },
  "version-too-small": {
    title: "The version step is smaller than the change needs",
    why: "Physics or wiring is major, statistics or inputs minor, how it runs patch.",
    wayOut: "Use the suggested version.",
  },
  "version-without-change": {
    title: "The version changed, but the content did not",
    why: "A new version makes new data of the same content.",
    wayOut: 'Keep the version, or give a reason with `rerun: "reason"`.',
  },
  "rerun-not-moved": {
    title: "`rerun` stands beside a version that has been made",
    why: "A version is submitted once: `rerun` allows the next version to have the same content, and does nothing by itself. A reason that stays in the request is of the version that it was written for.",
    wayOut: "Use the suggested version, or remove `rerun`. To run the same content once more, write a new reason.",
  },
  "submit-changed": {
    title: "`submit` changes nothing for a version that is on the ledger",
    why: "The ledger keeps what `submit` said when the version came to main, so that an edit of words starts nothing.",
    wayOut:
      "For a version that is held write `/shrek submit` on the pull request; after `submit: never` raise the version.",
  },
  "supersedes-changed": {
    title: "`supersedes` changes nothing for a version that is on the ledger",
    why: "What a version supersedes is promised with it, and reviewed. When it is done it supersedes what it said then.",
    wayOut: "Leave it as it was. The next version may name others.",
  },
  "name-too-long": {
    title: "A dataset name would be too long",
    why: "PanDA refuses containers of more than 132 characters.",
    wayOut: "Shorten the tag's fields, the step name or the output name.",
  },
  "duplicate-tag": {
    title: "Two productions have one tag",
    why: "The tag identifies a production, not the folder: both would share version history and dataset names.",
    wayOut: "Change a field of one tag.",
  },
  "same-content": {
    title: "Another tag has the same content",
    weight: "certain",
    why: "The same jobs would make the same data twice.",
    wayOut:
      "Use the data of the other tag, which stands on main or, once submitted, on the ledger; or correct the request.",
  },
  "no-history": {
    title: "The ledger is not available",
    why: "Without it SHREK cannot tell whether the version step is large enough.",
    wayOut: "Fetch the ledger branch, or let the pull request's check judge it.",
  },
  "wrong-file-name": {
    title: "A request is not named production.yaml",
    why: "SHREK reads only production.yaml; another file would be merged and never submitted.",
    wayOut: "Rename the file.",
  },
  "split-pull-request": {
    title: "Rules and a production change in one pull request",
    why: "Conventions, CODEOWNERS and workflows decide how a production is judged, so they must be on main before it.",
    wayOut: "Make two pull requests, the rules first.",
  },
  "unknown-version": {
    title: "Unknown version",
    why: "Neither the ledger nor a request in this checkout has it, so there are no data to read, to extend or to supersede.",
    wayOut: "Name a version of that tag on the ledger or in the checkout.",
  },
  "extends-other-content": {
    title: "`extends` with changes other than the number of events",
    why: "Data that extend a sample must be made in the same way as the sample.",
    wayOut: "Remove `extends` to make a new sample, or revert the other changes.",
  },
  "bound-missing": {
    title: "A range of versions without `bound`",
    why: "A range can match another version later; a review must see the exact version.",
    wayOut: "Run `shrek bump`, or write the version as `bound:`.",
  },
  "bound-outside": {
    title: "`bound` is outside its range",
    why: "The version that is read must be in the range.",
    wayOut: "Change `bound` or the range.",
    isHint: true,
  },
  "reads-a-trial": {
    title: "A release reads data of a trial",
    why: "Trials may be deleted, and they were not approved.",
    wayOut: "Read a release.",
  },
  "bad-supersedes": {
    title: "`supersedes` is not a version or TAG@VERSION",
    why: "SHREK refers readers of the old data to the new data.",
    wayOut: "Write a version of this tag, or TAG@VERSION.",
  },
} as const satisfies Record<string, Explained>;
