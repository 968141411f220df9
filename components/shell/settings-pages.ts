import {
  type Icon,
  IconBell,
  IconFlag,
  IconHeartbeat,
  IconKey,
  IconLock,
  IconLogin2,
  IconScale,
  IconSend,
  IconUserCircle,
  IconUserSearch,
  IconUsers,
} from "@tabler/icons-react";
import { type Permission, reach } from "@/lib/domain/people/permissions";

interface SettingsPage {
  href: string;
  label: string;
  icon: Icon;
  permission: Permission;
  /** Words that find it in the palette. */
  keywords: string;
}

interface SettingsGroup {
  name: string;
  pages: readonly SettingsPage[];
}

const groups: readonly SettingsGroup[] = [
  {
    name: "You",
    pages: [
      {
        href: "/settings",
        label: "Your account",
        icon: IconUserCircle,
        permission: "self:read",
        keywords: "password passkey second factor recovery codes sessions sign out",
      },
      {
        href: "/settings/notices",
        label: "Your notices",
        icon: IconBell,
        permission: "self:read",
        keywords: "mail chat digest quiet hours time zone",
      },
      {
        href: "/settings/tokens",
        label: "API tokens",
        icon: IconKey,
        permission: "token:read",
        keywords: "create personal access token scope script revoke",
      },
    ],
  },
  {
    name: "Installation",
    pages: [
      {
        href: "/settings/people",
        label: "People",
        icon: IconUsers,
        permission: "person:read",
        keywords: "users roles invite access administrators",
      },
      {
        href: "/settings/owner-patterns",
        label: "Owner patterns",
        icon: IconUserSearch,
        permission: "setting:read",
        keywords: "names suggest owners candidates",
      },
      {
        href: "/settings/sign-in",
        label: "Sign-in",
        icon: IconLogin2,
        permission: "setting:read",
        keywords: "single sign-on oidc sso login",
      },
      {
        href: "/settings/notifications",
        label: "Notifications",
        icon: IconSend,
        permission: "setting:read",
        keywords: "channels mail slack teams webhook jira tickets deliveries",
      },
      {
        href: "/settings/policies",
        label: "Policies",
        icon: IconScale,
        permission: "policy:read",
        keywords: "limits thresholds rotation age versions what-if",
      },
      {
        href: "/settings/keys",
        label: "Keys",
        icon: IconLock,
        permission: "setting:read",
        keywords: "encryption sealing rotate",
      },
      {
        href: "/settings/checkpoints",
        label: "Checkpoints",
        icon: IconFlag,
        permission: "setting:read",
        keywords: "audit chain syslog webhook file",
      },
      {
        href: "/settings/health",
        label: "Health",
        icon: IconHeartbeat,
        permission: "health:read",
        keywords: "worker queue database backup version",
      },
    ],
  },
];

/** The pages of Settings that a role may open, in their groups. */
export const settingsFor = (role: string): SettingsGroup[] =>
  groups
    .map(({ name, pages }) => ({
      name,
      pages: pages.filter((page) => reach(role, page.permission) !== "none"),
    }))
    .filter(({ pages }) => pages.length > 0);
