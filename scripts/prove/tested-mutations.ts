import type { ByTest, Mutation } from "./mutation.ts";

const [reconciling, ledger] = ["test/flows/reconcile", "test/contracts/ledger.test.ts"];
const onFiles = "action/adapters/ledger/ledger-on-files.ts";

/** Changes below the model, or of words that it does not read: a test of the contracts or of the flow has to fail. */
export const testedMutations: readonly (Mutation & ByTest)[] = [
  {
    name: "commits of the ledger hold no random value",
    edits: [
      {
        file: "action/adapters/git/commit.ts",
        from: 'Buffer.from(clock.random(16)).toString("hex");',
        to: '"0".repeat(32);',
      },
    ],
    test: ledger,
    fails: "One writer who repeats an append at the same ledger head makes two commits",
  },
  {
    name: "`[false, message]` of iDDS is read as refused",
    edits: [{ file: "action/adapters/panda/answers.ts", from: "/^Bad request exception\\b/.test(words)", to: "true" }],
    test: "test/contracts/fault-table.test.ts",
    fails: "iDDS took it and said no at submit",
  },
  {
    name: "an absent ledger is read as empty",
    edits: [
      {
        file: onFiles,
        from: "  if (foundation === undefined) {",
        to: '  if (foundation === undefined) return { commit, repository: "0a1b2c3d", began: undefined, live: [], watched: [], ended: noneEnded, streams: new Map(), cursor: undefined, refused: [] };\n  if (foundation === undefined) {',
      },
    ],
    test: ledger,
    fails: "A ledger branch with no first file is a Failure",
  },
  {
    name: "a made file of the ledger that is missing is read as an empty list",
    edits: [{ file: onFiles, from: 'live = "", streams = "",', to: 'live = "[]", streams = "{}",' }],
    test: ledger,
    fails: "A generated file of the ledger with no file is a Failure of the head and not an empty list",
  },
  {
    name: "a promise is believed whose content does not give its digest",
    edits: [
      {
        file: "action/core/ledger/submission-file.ts",
        from: "contentDigest(held.content) === held.contentDigest",
        to: "true",
      },
    ],
    test: ledger,
    fails:
      "An intent whose content does not match its digest is a Failure of the ledger, and so is the event of another submission",
  },
  {
    name: "a ledger that went back is believed",
    edits: [
      {
        file: "action/adapters/ledger/git-ledger.ts",
        from: "if (seen === undefined || seen === commit) return;",
        to: "return;",
      },
    ],
    test: ledger,
    fails: "A ledger on git that went back is a Failure for every clone that saw it further on",
  },
  {
    name: "the tags are no second witness",
    edits: [
      {
        file: "action/flows/reconcile/second-witness.ts",
        from: "names.filter((one) => !known.has(one))",
        to: "names.filter(() => known.has(undefined))",
      },
    ],
    test: `${reconciling}/witness.test.ts`,
    fails: "A tag without an entry that holds an intent of this ledger ends the pass before any question or write",
  },
  {
    name: "a tag that the remote refuses is promised for the next pass",
    edits: [
      {
        file: "action/flows/reconcile/make-ready.ts",
        from: "tagFault instanceof RepositoryRefusal && attempt === 1",
        to: "tagFault instanceof RepositoryRefusal && attempt === 0",
      },
    ],
    test: `${reconciling}/witness.test.ts`,
    fails: "A tag that the remote refuses waits for a person, with the reason and the way to go on",
  },
  {
    name: "the right to check is written before the archive is held",
    edits: [
      {
        file: "action/flows/reconcile/wave.ts",
        from: "  const uploaded = await holdArchives(pass, made.view, made.ready);\n  const claimed = await claim(pass, made.view, uploaded);",
        to: "  const first = await claim(pass, made.view, made.ready.map((one) => ({ ...one, held: undefined })));\n  const claimed = { ...first, winners: await holdArchives(pass, made.view, first.winners) };",
      },
    ],
    test: `${reconciling}/sending.test.ts`,
    fails: "An upload that fails in every pass is a trouble without a ledger line and without a used attempt",
  },
  {
    name: "a limit of GitHub is read as a missing permission",
    edits: [{ file: "action/adapters/github/waits.ts", from: "  status === 429 ||\n", to: "  status === 430 &&\n" }],
    test: "test/contracts/conversation.test.ts",
    fails: "A rate limit that lasts is reported as an outage, and not as a missing permission",
  },
  {
    name: "an older look is applied to a newer state",
    edits: [
      {
        file: "action/flows/reconcile/succeed.ts",
        from: "if (!isDeepStrictEqual(state, stateIn(from, key))) return [];",
        to: "",
      },
    ],
    test: `${reconciling}/older-look.test.ts`,
    fails: "A look at PanDA that is older than the ledger's latest entry raises no alarm",
  },
  {
    name: "the window alone ends doubt",
    edits: [
      {
        file: "action/core/submission/next-in-doubt.ts",
        from: "const betweenLooks = 30 * minute;",
        to: "const betweenLooks = 0;",
      },
    ],
    test: "test/core/submission/next.test.ts",
    fails: "A doubt ends after its waiting time only with two successful looks half an hour apart that find nothing",
  },
  {
    name: "a parcel is sent for a promise of another user",
    edits: [
      {
        file: "action/flows/reconcile/make-ready.ts",
        from: " || identityFault(ready.intent, state.intent) !== undefined",
        to: "",
      },
    ],
    test: `${reconciling}/submitting.test.ts`,
    fails: "An intent of another user is not claimed with the archive of the first user",
  },
  {
    name: "a parcel of one attempt is sent for another",
    edits: [{ file: "action/flows/reconcile/make-ready.ts", from: "ready.attempt !== state.attempt || ", to: "" }],
    test: `${reconciling}/submitting.test.ts`,
    fails: "A later attempt is not called with the name of an earlier one",
  },
  {
    name: "the first runs are not counted again where checking is written",
    edits: [
      {
        file: "action/flows/reconcile/claim.ts",
        from: "isTrialPromise(state) ? undefined : firstRunsOf(authorized.production.request)",
        to: "isTrialPromise(state) ? firstRunsOf(authorized.production.request) : undefined",
      },
    ],
    test: `${reconciling}/first-runs.test.ts`,
    fails: "Another process that writes between choice and claim of first runs does not increase their number",
  },
];
