/** What prun 2.0.2 takes in a step's `opt_args`. `--forceStagedSecondary` is gone since 1.6.17 (panda-wire part 7, trap 1). */
const flags =
  "notExpandInDS notExpandSecDSs respectLB mergeOutput mergeLog noSeparateLog eventPickWithGUID express debugMode followLinks useHomeDir noBuild bulkSubmission noCompile useNumFilesInSecDSsAsRatio notSkipLog fixedRamCount noLoopingCheck official unlimitNumOutputs useRootCore useAthenaPackages execWithRealFileNames useLogAsInput noSubmit noEmail expertOnly_skipScout skipScout msgDriven respectSplitRule devSrv intrSrv disableAutoRetry notExpandDBR verbose useSecrets avoidVP useNewCode allowTaskDuplication ctrCvmfs ctrNoX509 ctrDebug useSandbox useCentralRegistry notUseCentralRegistry alrb wrapExecInContainer oldContMode osMatching fixedCpuTime forceStaged forceDirectIO useDirectIOSites version";
const texts =
  "inDS inDsTxt outDS outputs destSE inOutDsJson goodRunListXML goodRunListDataType goodRunListProdStep goodRunListDS eventPickEvtList eventPickDataType ei_api eventPickStreamName eventPickDS eventPickAmiTag addNthFieldOfInDSToLFN addNthFieldOfInFileToLFN secondaryDSs reusableSecondary site match antiMatch descriptionInLFN gluePackages exec nGBPerJob athenaTag rootVer workDir extFile excludeFile inputFileList allowNoOutput excludedSite framework prodSourceLabel processingType workingGroup tmpDir voms vo spaceToken nGBPerMergeJob persistentFile outTarBall inTarBall tarBallViaDDM bexec writeInputToTxt dbRelease mergeScript pfnList cmtConfig loadXML loadJson dumpJson dumpTaskParams queueData skipFilesUsedBy containerImage architecture ctrDatadir ctrWorkdir alrbArgs transferType";
const integers =
  "memory nCore maxCore maxCpuCount outDiskCount nSkipFiles maxFileSize maxNFilesPerJob parentTaskID maxAttempt priority cpuTimePerEvent maxWalltime nJobs nFiles nFilesPerJob nEvents nEventsPerJob nEventsPerFile";

export type OptionKind = "flag" | "text" | "integer";

export const prunOptions: ReadonlyMap<string, OptionKind> = new Map([
  ...flags.split(" ").map((name) => [`--${name}`, "flag"] as const),
  ...texts.split(" ").map((name) => [`--${name}`, "text"] as const),
  ...integers.split(" ").map((name) => [`--${name}`, "integer"] as const),
  ["-y", "flag"] as const,
  ["-v", "flag"] as const,
  ["-3", "flag"] as const,
]);
