import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { getApprovalFigures } from "@/lib/use-cases/policies/get-approval-figures";
import { getPolicy } from "@/lib/use-cases/policies/get-policy";
import { ApprovalFigures } from "./_components/approval-figures";
import { PolicyEditor } from "./_components/policy-editor";
import { PolicyVersions } from "./_components/policy-versions";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const ctx = await pageContext("policy:read");
  const [policy, figures] = await Promise.all([getPolicy(ctx, {}), getApprovalFigures(ctx, {})]);
  const mayChange = reachOf(ctx, "policy:change") === "all";
  return (
    <>
      <PageHeader
        title="Policies"
        sentence={`Version ${policy.number} is in force. Of two lines about an identity the one that names more about it wins; of equals the stricter.${mayChange ? "" : " Only an administrator can change it."}`}
      />
      <PolicyEditor
        key={policy.number}
        document={policy.document}
        basedOn={policy.number}
        mayChange={mayChange}
      />
      <ApprovalFigures figures={figures} />
      <PolicyVersions versions={policy.versions} active={policy.number} mayChange={mayChange} />
    </>
  );
}
