"use client";

import { Group, NavLink } from "@mantine/core";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type Permission, reach } from "@/lib/domain/people/permissions";

const sections: { href: string; label: string; permission: Permission }[] = [
  { href: "/settings", label: "Your account", permission: "self:read" },
  { href: "/settings/tokens", label: "API tokens", permission: "token:read" },
  { href: "/settings/people", label: "People", permission: "person:read" },
  { href: "/settings/sign-in", label: "Sign-in", permission: "setting:read" },
  { href: "/settings/keys", label: "Keys", permission: "setting:read" },
  { href: "/settings/health", label: "Health", permission: "health:read" },
];

/** The sections of Settings that this role may open. */
export function SettingsNav({ role }: { role: string }) {
  const path = usePathname();
  return (
    <Group component="nav" aria-label="Settings" gap={4} mb="lg">
      {sections
        .filter((section) => reach(role, section.permission) !== "none")
        .map((section) => (
          <NavLink
            key={section.href}
            component={Link}
            href={section.href}
            label={section.label}
            active={path === section.href}
            aria-current={path === section.href ? "page" : undefined}
            w="auto"
            variant="light"
            style={{ borderRadius: "var(--mantine-radius-default)" }}
          />
        ))}
    </Group>
  );
}
