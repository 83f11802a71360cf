/** The text of a small request of the tag sP26a-hfcharm-signal, up to its steps, which are those given; they begin on line 10. */
export const requestText = (steps: string, version = "1.0.0"): string => `schema: 1
version: ${version}
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: Charm signal
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
steps:
${steps}`;
