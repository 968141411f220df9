"use client";

import {
  IconBell,
  IconFlag,
  IconHeartbeat,
  IconKey,
  IconLock,
  IconLogin2,
  IconSend,
  IconScale,
  IconUserCircle,
  IconUsers,
  IconUserSearch,
} from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type Permission, reach } from "@/lib/domain/people/permissions";
import classes from "./settings-nav.module.css";

interface Entry {
  href: string;
  label: string;
  permission: Permission;
  Icon: typeof IconKey;
}

const groups: { name: string; entries: Entry[] }[] = [
  {
    name: "You",
    entries: [
      { href: "/settings", label: "Your account", permission: "self:read", Icon: IconUserCircle },
      { href: "/settings/notices", label: "Your notices", permission: "self:read", Icon: IconBell },
      { href: "/settings/tokens", label: "API tokens", permission: "token:read", Icon: IconKey },
    ],
  },
  {
    name: "Installation",
    entries: [
      { href: "/settings/people", label: "People", permission: "person:read", Icon: IconUsers },
      {
        href: "/settings/owner-patterns",
        label: "Owner patterns",
        permission: "setting:read",
        Icon: IconUserSearch,
      },
      { href: "/settings/sign-in", label: "Sign-in", permission: "setting:read", Icon: IconLogin2 },
      {
        href: "/settings/notifications",
        label: "Notifications",
        permission: "setting:read",
        Icon: IconSend,
      },
      { href: "/settings/policies", label: "Policies", permission: "policy:read", Icon: IconScale },
      { href: "/settings/keys", label: "Keys", permission: "setting:read", Icon: IconLock },
      {
        href: "/settings/checkpoints",
        label: "Checkpoints",
        permission: "setting:read",
        Icon: IconFlag,
      },
      { href: "/settings/health", label: "Health", permission: "health:read", Icon: IconHeartbeat },
    ],
  },
];

/** The sections of Settings that this role may open. */
export function SettingsNav({ role }: { role: string }) {
  const path = usePathname();
  const open = groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter((entry) => reach(role, entry.permission) !== "none"),
    }))
    .filter((group) => group.entries.length > 0);
  return (
    <nav aria-label="Settings" className={classes.nav}>
      {open.map((group) => (
        <div key={group.name} className={classes.group}>
          <span className={classes.heading}>{group.name}</span>
          {group.entries.map(({ href, label, Icon }) => (
            <Link
              key={href}
              href={href}
              className={classes.link}
              aria-current={path === href ? "page" : undefined}
            >
              <Icon size={16} stroke={1.7} aria-hidden="true" />
              {label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
