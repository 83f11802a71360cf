/** What prun 2.2.0 takes in a step's `opt_args`; a contract check compares it with prun's own parser. */
const flags =
  "notExpandInDS notExpandSecDSs respectLB mergeOutput mergeLog mergeSingleFile noSeparateLog eventPickWithGUID express debugMode followLinks useHomeDir noBuild bulkSubmission noCompile useNumFilesInSecDSsAsRatio notSkipLog fixedRamCount noLoopingCheck official unlimitNumOutputs useRootCore useAthenaPackages execWithRealFileNames useLogAsInput noSubmit noEmail expertOnly_skipScout msgDriven respectSplitRule devSrv intrSrv disableAutoRetry notExpandDBR verbose useSecrets avoidVP useNewCode allowTaskDuplication ctrCvmfs ctrNoX509 ctrDebug useSandbox useCentralRegistry notUseCentralRegistry alrb wrapExecInContainer oldContMode osMatching fixedCpuTime forceStaged useDirectIOSites skipEmptyInput version";
const texts =
  "inDS inDsTxt outDS outputs destSE inOutDsJson goodRunListXML goodRunListDataType goodRunListProdStep goodRunListDS eventPickEvtList eventPickDataType ei_api eventPickStreamName eventPickDS eventPickAmiTag addNthFieldOfInDSToLFN addNthFieldOfInFileToLFN secondaryDSs reusableSecondary site match antiMatch descriptionInLFN gluePackages exec nGBPerJob athenaTag rootVer workDir extFile excludeFile inputFileList allowNoOutput excludedSite framework prodSourceLabel processingType workingGroup tmpDir voms vo spaceToken nGBPerMergeJob persistentFile outTarBall inTarBall tarBallViaDDM bexec writeInputToTxt dbRelease mergeScript pfnList cmtConfig loadJson dumpJson dumpTaskParams queueData skipFilesUsedBy containerImage architecture ctrDatadir ctrWorkdir alrbArgs transferType transPath mergeTransPath";
const integers =
  "memory nCore maxCore maxCpuCount outDiskCount nSkipFiles maxFileSize maxNFilesPerJob parentTaskID maxAttempt priority cpuTimePerEvent maxWalltime nJobs nFiles nFilesPerJob nEvents nEventsPerJob nEventsPerFile";

export type OptionKind = "flag" | "text" | "integer";

export const prunOptions: ReadonlyMap<string, OptionKind> = new Map([
  ...flags.split(" ").map((name) => [`--${name}`, "flag"] as const),
  ...texts.split(" ").map((name) => [`--${name}`, "text"] as const),
  ...integers.split(" ").map((name) => [`--${name}`, "integer"] as const),
  ["--split", "integer"] as const,
  ["--nfiles", "integer"] as const,
  ["-y", "flag"] as const,
  ["-v", "flag"] as const,
  ["-3", "flag"] as const,
]);

/** Second names, by the first. */
export const prunAliases: ReadonlyMap<string, string> = new Map([
  ["--split", "--nJobs"],
  ["--nfiles", "--nFiles"],
]);

/** Where argparse takes nothing but these. */
export const prunChoices: ReadonlyMap<string, readonly string[]> = new Map([["--nCore", ["1", "8"]]]);
