/** The second of four jobs fails for good: so are 75 of 100 events delivered. */
export const requestWithAFailure = (contact: string): string => `schema: 1
version: 1.0.0 # the first
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: One of four jobs fails
contact: ["${contact}"]
events: 100
build: new
conditions: none
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1, memory: 500 }
steps:
  make:
    out: [made.txt]
    jobs: 4
    eventsPerJob: 25
    accept: 50%
    run: |
      if [ "$uniqueId" -eq 2 ]; then exit 3; fi
      echo "$uniqueId $nEvents" >made.txt
`;
