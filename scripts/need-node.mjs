/** Plain JavaScript: an older Node cannot read the TypeScript of the other scripts and would not say why. */
const needed = 24;
if (Number(process.versions.node.split(".")[0]) < needed) {
  process.stderr.write(
    `Node ${needed} or newer is needed, this is ${process.versions.node}. On Linux use npm run after npm ci, which brings Node ${needed}; elsewhere install it.\n`,
  );
  process.exit(2);
}
