import { type ApprovalCheck, checkApproval, type Vote } from "./check-approval.ts";
import { isAmong } from "./login.ts";
import type { Need, Needs } from "./needs.ts";
import type { Writers } from "./writers.ts";

/** As of productions, and an administrator may approve too: else a CODEOWNERS of people who left stays. */
export const checkRuleApproval = (needs: Needs, votes: readonly Vote[], writers: Writers): ApprovalCheck => {
  const admins = votes.filter(({ permission }) => permission === "admin").map(({ login }) => login);
  const checked = checkApproval(withAdmins(needs, admins), votes, writers);
  if (checked.kind === "approved" || needs.kind === "known") return checked;
  return { ...checked, why: needs.why };
};

const withAdmins = (needs: Needs, admins: readonly string[]): Needs => {
  if (needs.kind === "known") return { ...needs, needs: needs.needs.map((need) => orAdmins(need, admins)) };
  return admins.length === 0 ? needs : { kind: "known", needs: [{ who: admins, count: 1, because: [] }] };
};

const orAdmins = (need: Need, admins: readonly string[]): Need => {
  const { who } = need;
  return who === "anybody" ? need : { ...need, who: [...who, ...admins.filter((login) => !isAmong(login, who))] };
};
