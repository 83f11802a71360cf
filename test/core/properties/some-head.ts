/** Of requests that a test writes out: all above their steps, with a place for a mistake of each kind. */
export const someHead = `schema: 1
version: 1.0.0
tag:
  campaign: sP26a
  physics: hfcharm
  stage: pileup
description: Charm signal in pile-up
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
inputs:
  hepmc:
    dataset: user.tester.hepmc
    files: 200
defaults:
  sites: [BNL]
  maxAttempt: 3
`;
