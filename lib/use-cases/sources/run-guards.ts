import { edge } from "@/lib/domain/lifecycle/lifecycle";
import { syncRunLifecycle } from "@/lib/domain/lifecycle/sync-run";

/** What happens to a run, as the states of its lifecycle: every update of a state names one. */
export const runGuards = {
  start: edge(syncRunLifecycle, "start"),
  resume: edge(syncRunLifecycle, "resume"),
  succeed: edge(syncRunLifecycle, "succeed"),
  end_partly: edge(syncRunLifecycle, "end_partly"),
  fail: edge(syncRunLifecycle, "fail"),
  cancel: edge(syncRunLifecycle, "cancel"),
  hold_for_person: edge(syncRunLifecycle, "hold_for_person"),
  approve: edge(syncRunLifecycle, "approve"),
  reject: edge(syncRunLifecycle, "reject"),
} as const;

/** A worker may take a run that has not begun, and one that another worker left. */
export const claimable = [...runGuards.start.from, ...runGuards.resume.from];
