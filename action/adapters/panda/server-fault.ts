/**
 * Where panda-server's own machine failed, and neither the workflow nor iDDS: `before` anything was sent, or `during` a
 * child process whose own log is lost with it. The words are those of panda-server 1.0.4,
 * taskbuffer/workflow_processor.py:62-68 and 160-182, `requests`, and the shell; `npm run contracts` asks the package.
 */
export type ServerFault = "before" | "during";

const faults: readonly (readonly [RegExp, ServerFault])[] = [
  // Its cache, which it asks for our archive.
  [/\bbad HTTP response \d{3}\b/, "before"],
  [/^\d{4}-\d\d-\d\d [\d:.]+ : not found$/m, "before"],
  [/\bfailed to extract jobO\./, "before"],
  [/\bfailed to run with HTTPS?ConnectionPool\(/, "before"],
  [/\bfailed to run with \(?'?Connection (aborted|broken)/, "before"],
  [/\bfailed to run with (HTTPS?Connection|IncompleteRead|\('?Received response with content-encoding)/, "before"],
  // The shell found no Python, or may not run it.
  [/\bmain execution failed with 12[67]:/, "before"],
  [/\bmain execution failed with \d+:[^]*\b(ModuleNotFoundError|ImportError): /, "before"],
  // Its disk, its memory and its open files.
  [/\bfailed to run with \[Errno (5|12|13|23|24|28|30|122)\]/, "before"],
  // Somebody killed the child, the kernel for its memory as a rule.
  [/\bmain execution failed with (-\d+|1(29|3\d|4\d|5\d)):/, "during"],
  [/\bmain execution failed with \d+:[^]*\b(MemoryError|Cannot allocate memory|No space left on device)\b/, "during"],
];

export const serverFault = (log: string): ServerFault | undefined => faults.find(([words]) => words.test(log))?.[1];
