// A sign with a name of its own is an image to assistive technology, but no image file.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import {
  type Icon,
  IconApps,
  IconDatabase,
  IconDeviceDesktopCog,
  IconGitBranch,
  IconKey,
  IconLink,
  IconLock,
  IconPlugConnected,
  IconRobot,
  IconShieldHalf,
  IconTicket,
  IconUserCog,
  IconUserShield,
  IconWebhook,
} from "@tabler/icons-react";
import type { IdentityKind } from "@/lib/domain/identity/identity";
import { kindWords } from "./words";

const icons: Record<IdentityKind, Icon> = {
  service_account: IconUserCog,
  iam_user: IconUserShield,
  assumable_role: IconShieldHalf,
  managed_identity: IconShieldHalf,
  app_registration: IconApps,
  app_installation: IconApps,
  oauth_app: IconPlugConnected,
  bot_user: IconRobot,
  ai_agent: IconRobot,
  mcp_server: IconPlugConnected,
  runner: IconDeviceDesktopCog,
  personal_access_token: IconTicket,
  deploy_key: IconGitBranch,
  api_key: IconKey,
  stored_secret: IconLock,
  webhook: IconWebhook,
  federation_provider: IconLink,
  database_role: IconDatabase,
};

/** The sign of an identity's kind, named for those who cannot see it. */
export function KindIcon({ kind, size = 16 }: { kind: IdentityKind; size?: number }) {
  const Sign = icons[kind];
  return (
    <span
      role="img"
      aria-label={kindWords[kind]}
      data-hint={kindWords[kind]}
      style={{ display: "inline-flex" }}
    >
      <Sign size={size} stroke={1.7} aria-hidden="true" />
    </span>
  );
}
