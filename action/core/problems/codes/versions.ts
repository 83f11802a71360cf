import type { Explained } from "./explained.ts";

export const versionCodes = {
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
    title: "Two productions have one tag",
    why: "History is by tag and a folder is only a place: their versions would follow each other, and their data have the same names.",
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
  "unknown-version": {
    title: "A version that nobody knows",
    why: "Neither the ledger nor a request on this tree has it, so there are no data to read, to add to or to take the place of.",
    wayOut: "Name a version of that tag that stands on the ledger or on the tree.",
  },
  "extends-other-content": {
    title: "`extends` with more than another amount",
    why: "What is added to a sample has to be made as the sample was, or the sum means nothing.",
    wayOut: "Remove `extends` to make a new sample, or take the other changes back.",
  },
  "bound-missing": {
    title: "A range of versions without `bound`",
    why: "A range means something else tomorrow, and a review should say what was meant.",
    wayOut: "Run `shrek bump`, or write the version as `bound:`.",
  },
  "bound-outside": {
    title: "`bound` is not in its range",
    why: "The version that is read has to be one that the range allows.",
    wayOut: "Move `bound` or the range.",
  },
  "reads-a-trial": {
    title: "A release reads data of a trial",
    why: "Trials are not kept, and nobody approved them.",
    wayOut: "Read a release.",
  },
  "bad-supersedes": {
    title: "`supersedes` is not a version or TAG@VERSION",
    why: "Readers of the old data are told what took its place.",
    wayOut: "Write a version of this tag, or TAG@VERSION.",
  },
} as const satisfies Record<string, Explained>;
