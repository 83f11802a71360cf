/** Plain `node` in a shell may be older than the one the lockfile pins; say so instead of failing in strange ways. */
const floor = 24;
const major = Number(process.versions.node.split(".")[0]);
if (major < floor) {
  throw new Error(
    `The tests need Node ${floor} or newer and run under ${process.versions.node}. Run them with "npm test": the lockfile brings Node 24 on Linux; elsewhere install it.`,
  );
}
