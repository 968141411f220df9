import {
  type Icon,
  IconBook2,
  IconDoorExit,
  IconFileCheck,
  IconKey,
  IconMailPlus,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconShieldCheck,
  IconStack2,
  IconUpload,
  IconUserCheck,
} from "@tabler/icons-react";
import { type Permission, reach } from "@/lib/domain/people/permissions";

interface UsualAction {
  /** Where it is begun. */
  href: string;
  label: string;
  icon: Icon;
  permission: Permission;
  keywords: string;
}

const actions: readonly UsualAction[] = [
  {
    href: "/sources/new",
    label: "Connect a source",
    icon: IconPlus,
    permission: "source:add",
    keywords: "add aws github postgresql upload",
  },
  {
    href: "/reviews/mine",
    label: "Answer what waits for you",
    icon: IconStack2,
    permission: "review:decide",
    keywords: "review keep rotate remove decide my items",
  },
  {
    href: "/reviews/new",
    label: "Start a review",
    icon: IconPlayerPlay,
    permission: "review:run",
    keywords: "campaign new recertify attestation",
  },
  {
    href: "/offboarding/new",
    label: "Offboard an identity",
    icon: IconDoorExit,
    permission: "offboarding:request",
    keywords: "disable delete revoke switch off",
  },
  {
    href: "/offboarding/rotate",
    label: "Rotate a credential",
    icon: IconRefresh,
    permission: "offboarding:request",
    keywords: "new key secret successor replace",
  },
  {
    href: "/people/leavers",
    label: "Decide what leavers left",
    icon: IconUserCheck,
    permission: "leaver:read",
    keywords: "reassign disabled person successor left",
  },
  {
    href: "/people/import",
    label: "Import people",
    icon: IconUpload,
    permission: "person:import",
    keywords: "csv file teams managers",
  },
  {
    href: "/settings/people",
    label: "Invite a person",
    icon: IconMailPlus,
    permission: "person:invite",
    keywords: "user add link role",
  },
  {
    href: "/settings/tokens",
    label: "Create a token",
    icon: IconKey,
    permission: "token:create",
    keywords: "api personal access script",
  },
  {
    href: "/evidence",
    label: "Export evidence",
    icon: IconFileCheck,
    permission: "evidence:export",
    keywords: "pack auditor proof signed",
  },
  {
    href: "/audit-log",
    label: "Verify the audit chain",
    icon: IconShieldCheck,
    permission: "audit:verify",
    keywords: "seals check tamper",
  },
  {
    href: "/api-docs",
    label: "Read the API's description",
    icon: IconBook2,
    permission: "self:read",
    keywords: "api docs documentation openapi rest routes programs",
  },
];

/** What people often come for, as far as a role may do it. */
export const actionsFor = (role: string): UsualAction[] =>
  actions.filter((action) => reach(role, action.permission) !== "none");
