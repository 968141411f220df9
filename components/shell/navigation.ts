import {
  type Icon,
  IconAlertTriangle,
  IconClockPause,
  IconClipboardCheck,
  IconDoorExit,
  IconFileCheck,
  IconFingerprint,
  IconHistory,
  IconLayoutDashboard,
  IconPlugConnected,
  IconRobot,
  IconSettings,
  IconUserCheck,
  IconUsers,
} from "@tabler/icons-react";
import { type Permission, reach } from "@/lib/domain/people/permissions";

export interface NavigationItem {
  href: string;
  label: string;
  icon: Icon;
  permission: Permission;
  /** Words that find it in the palette. */
  keywords: string;
}

/** The part of the inventory that has a place of its own in the rail. */
export const aiSection = { q: "class:ai", label: "AI and agents" };

const items: readonly NavigationItem[] = [
  {
    href: "/",
    label: "Overview",
    icon: IconLayoutDashboard,
    permission: "overview:read",
    keywords: "dashboard home figures risk",
  },
  {
    href: "/mine",
    label: "My identities",
    icon: IconUserCheck,
    permission: "identity:read",
    keywords: "owned by me needs rotation",
  },
  {
    href: "/identities",
    label: "Identities",
    icon: IconFingerprint,
    permission: "identity:read",
    keywords: "inventory service accounts keys roles",
  },
  {
    href: `/identities?${new URLSearchParams({ q: aiSection.q })}`,
    label: aiSection.label,
    icon: IconRobot,
    permission: "identity:read",
    keywords: "model tool agent mcp llm",
  },
  {
    href: "/findings",
    label: "Findings",
    icon: IconAlertTriangle,
    permission: "finding:read",
    keywords: "violations policy rules owasp",
  },
  {
    href: "/reviews",
    label: "Reviews",
    icon: IconClipboardCheck,
    permission: "review:read",
    keywords: "attestation campaign recertify owners keep",
  },
  {
    href: "/offboarding",
    label: "Offboarding",
    icon: IconDoorExit,
    permission: "offboarding:read",
    keywords: "revoke disable delete remove leaver case",
  },
  {
    href: "/exceptions",
    label: "Exceptions",
    icon: IconClockPause,
    permission: "exception:read",
    keywords: "waiver accept risk renew expire control",
  },
  {
    href: "/sources",
    label: "Sources",
    icon: IconPlugConnected,
    permission: "source:read",
    keywords: "connect sync aws github postgresql upload",
  },
  {
    href: "/people",
    label: "People",
    icon: IconUsers,
    permission: "person:read",
    keywords: "teams leavers directory scim csv import owners managers",
  },
  {
    href: "/evidence",
    label: "Evidence",
    icon: IconFileCheck,
    permission: "evidence:read",
    keywords: "pack export signed proof auditor verify",
  },
  {
    href: "/audit-log",
    label: "Audit log",
    icon: IconHistory,
    permission: "audit:read",
    keywords: "events chain verify who",
  },
  {
    href: "/settings",
    label: "Settings",
    icon: IconSettings,
    permission: "self:read",
    keywords: "people roles tokens keys health password",
  },
];

/** The pages a role may open, in the order of the rail. */
export function navigationFor(role: string): NavigationItem[] {
  return items.filter((item) => reach(role, item.permission) !== "none");
}

/** Whether an address is the entry's own filter, however it is sorted and whatever is open beside it. */
function isFilterOf(href: string, path: string, query: string): boolean {
  const [own, filter] = href.split("?");
  if (own !== path || !filter) return false;
  const asked = new URLSearchParams(query);
  return [...new URLSearchParams(filter)].every(([name, value]) => asked.get(name) === value);
}

/** The rail's entry for a path: the longest that contains it. */
export function activeHref(path: string, query: string, list: readonly NavigationItem[]): string {
  const exact = list.find((item) => isFilterOf(item.href, path, query));
  if (exact) return exact.href;
  const within = list.filter(
    (item) => path === item.href || (item.href !== "/" && path.startsWith(`${item.href}/`)),
  );
  return within.toSorted((a, b) => b.href.length - a.href.length)[0]?.href ?? "";
}
