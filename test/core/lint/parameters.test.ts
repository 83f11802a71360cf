import { expect, test } from "vitest";
import { codes } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits.root\n";
const step = { eventsPerJob: 5 };

test("An argument of a macro with the name of a variable does not read the variable", () => {
  const files = { "Sim.C": "void Sim(int nEvents) {}\n" };

  expect(codes(`root -q -b "Sim.C(10)"\n${pack}`, { step, files })).toContain("unused-parameter");
  expect(codes(`root -q -b "Sim.C($nEvents)"\n${pack}`, { step, files })).not.toContain("unused-parameter");
});

test("A macro or program that asks the environment for a name reads that parameter", () => {
  const told = (file: string, text: string) =>
    codes(`root -q -b Sim.C\n${pack}`, { step, files: { "Sim.C": "void Sim() {}\n", [file]: text } });

  expect(told("events.h", 'int events() { return atoi(getenv("nEvents")); }\n')).not.toContain("unused-parameter");
  expect(told("events.py", "import os\nn = os.environ['nEvents']\n")).not.toContain("unused-parameter");
  expect(told("Run.C", 'void Run() { gSystem->Exec("make $nEvents"); }\n')).not.toContain("unused-parameter");
  expect(told("job.cfg", "events = nEvents\n")).not.toContain("unused-parameter");
});
