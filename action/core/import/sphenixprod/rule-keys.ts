/** What becomes of a key of a rule: it is used, or why there is no place for it. */
type Fate = "used" | { readonly reason: string };

const unused = (reason: string): Fate => ({ reason });
const condor = unused("it is an order to HTCondor, and PanDA runs the jobs");
const kept = unused("PanDA keeps logs, and SHREK names datasets by the conventions");

const ofJob: Readonly<Record<string, Fate>> = {
  script: "used",
  payload: "used",
  neventsper: "used",
  request_memory: "used",
  mem: "used",
  request_cpus: "used",
  arguments: "used",
  log: kept,
  filesystem: kept,
  batch_name: unused("the tag is the name of a production"),
  priority: unused("HTCondor's priorities mean nothing to PanDA; `priority` of a request is 900 to 1100"),
  request_xferslots: unused("PanDA's sites limit transfers themselves"),
  request_disk: unused("the disk of a job is the site's to give"),
};

const condorKeys =
  "universe getenv environment executable comment user_job_wrapper job_lease_duration max_retries requirements periodichold periodicremove on_exit_hold on_exit_remove concurrency_limits notification notify_user accounting_group accounting_group_user initialdir transfer_output_remaps transferout transfererr transfer_input_files rungroup_tmpl output_destination max_jobs max_queued_jobs";

/** Every key that sphenixprod reads of a rule. */
export const ruleKeys: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  params: {
    dsttype: "used",
    period: "used",
    physicsmode: "used",
    dataset: "used",
    build: "used",
    dbtag: "used",
    version: "used",
  },
  input: {
    intriplet: "used",
    min_run_events: "used",
    min_run_time: "used",
    combine_seg0_only: "used",
    choose20: "used",
    cut_segment: "used",
    min_seb: "used",
    infile_query_constraints: "used",
    status_query_constraints: unused("the ledger knows what was submitted, and nothing else is asked"),
    db: unused("sphenixprod itself takes the database from the dsttype"),
    table: unused("sphenixprod itself always reads `datasets`"),
    direct_path: unused("sphenixprod reads it and does nothing with it"),
    dataset: unused("sphenixprod reads it and does nothing with it: `params.dataset` counts"),
    physicsmode: unused("sphenixprod reads it and does nothing with it: `params.physicsmode` counts"),
  },
  job: { ...Object.fromEntries(condorKeys.split(" ").map((key) => [key, condor])), ...ofJob },
};

export const pilotKeys: Readonly<Record<string, Fate>> = {
  config: "used",
  runs: "used",
  runlist: "used",
  submit: "used",
  nevents: "used",
  jobmem: "used",
  jobprio: unused("HTCondor's priorities mean nothing to PanDA; `priority` of a request is 900 to 1100"),
  cut_segment: unused("sphenixprod's own pilot loses it; write it into the rule"),
  "chunk-size": unused("reconcile submits run by run"),
  dstspider: unused("PanDA registers the files of a job"),
  histspider: unused("PanDA registers the files of a job"),
  finishmon: unused("reconcile follows the jobs"),
  prodbase: unused("SHREK needs no program of the submitter's home"),
  configbase: unused("the rule is the file that is imported"),
  submitdir: unused("SHREK writes no files for HTCondor"),
  force: unused("nothing is submitted twice; a new version makes data again"),
  force_delete: unused("SHREK deletes no data; a new version makes them again"),
};
