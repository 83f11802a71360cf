import type { Json, JsonObject } from "../json.ts";
import type { PrunArguments } from "./prun-arguments.ts";

/** What a task may ask for, under the names of its parameters. */
export const requirements = (options: PrunArguments): JsonObject => ({
  ...memory(options),
  ...((options.integer("nCore") ?? 1) > 1 ? { coreCount: options.integer("nCore") ?? 1 } : {}),
  ...positive(options, "maxWalltime", "maxWalltime"),
  ...positive(options, "maxCore", "maxCoreCount"),
  ...cpuTime(options),
  ...(options.has("priority") ? { currentPriority: options.integer("priority") ?? 0 } : {}),
  ...(options.has("outDiskCount")
    ? { outDiskCount: options.integer("outDiskCount") ?? 0, outDiskUnit: "kBFixed" }
    : {}),
  ...attempts(options),
  ...Object.fromEntries(
    Object.entries(switches).flatMap(([option, [key, value]]) => (options.has(option) ? [[key, value]] : [])),
  ),
  ...access(options),
  ...(options.has("workingGroup") ? { workingGroup: (options.text("workingGroup") ?? "").split(/[.:]/)[0] ?? "" } : {}),
  ...(options.has("containerImage") ? { container_name: options.text("containerImage") ?? "" } : {}),
});

const switches: Readonly<Record<string, readonly [key: string, value: Json]>> = {
  noEmail: ["noEmail", true],
  expertOnly_skipScout: ["skipScout", true],
  msgDriven: ["messageDriven", true],
  respectLB: ["respectLB", true],
  osMatching: ["osMatching", true],
  disableAutoRetry: ["disableAutoRetry", 1],
  official: ["official", true],
  noLoopingCheck: ["noLoopingCheck", true],
  useSecrets: ["useSecrets", true],
  debugMode: ["debugMode", true],
  avoidVP: ["avoidVP", true],
};

const positive = (options: PrunArguments, option: string, key: string): JsonObject => {
  const value = options.integer(option) ?? 0;
  return value > 0 ? { [key]: value } : {};
};

const memory = (options: PrunArguments): JsonObject => {
  const value = options.integer("memory") ?? 0;
  if (value <= 0) return {};
  return { ramCount: value, ramCountUnit: options.has("fixedRamCount") ? "MBPerCoreFixed" : "MBPerCore" };
};

const cpuTime = (options: PrunArguments): JsonObject => ({
  ...positive(options, "cpuTimePerEvent", "cpuTime"),
  ...(options.has("fixedCpuTime")
    ? { cpuTimeUnit: "HS06sPerEventFixed" }
    : (options.integer("cpuTimePerEvent") ?? 0) > 0
      ? { cpuTimeUnit: "HS06sPerEvent" }
      : {}),
});

/** More than 50 is dropped without a warning. */
const attempts = (options: PrunArguments): JsonObject => {
  const value = options.integer("maxAttempt") ?? 0;
  return value > 0 && value <= 50 ? { maxAttempt: value } : {};
};

const access = (options: PrunArguments): JsonObject => {
  const type = options.text("transferType");
  return {
    ...(options.has("forceStaged") || type === "file"
      ? { useLocalIO: 1 }
      : options.has("useDirectIOSites") || type === "direct"
        ? { allowInputLAN: "only" }
        : {}),
    ...(type === undefined ? {} : { transferType: type }),
  };
};
