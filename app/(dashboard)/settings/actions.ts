"use server";

import { changeCheckpointSettings } from "@/lib/use-cases/checkpoints/settings";
import { toServerAction } from "@/app/_http/server-action";
import {
  beginAuthenticatorApp,
  confirmAuthenticatorApp,
  removeAuthenticatorApp,
} from "@/lib/use-cases/people/authenticator-app";
import { changeOwnPassword } from "@/lib/use-cases/people/change-own-password";
import { changeRole, disablePerson, enablePerson } from "@/lib/use-cases/people/change-person";
import { createRecoveryCodes } from "@/lib/use-cases/people/create-recovery-codes";
import { createSignInLink } from "@/lib/use-cases/people/create-sign-in-link";
import { invitePerson, withdrawInvitation } from "@/lib/use-cases/people/invite-person";
import {
  addPasskey,
  beginPasskey,
  removePasskey,
  renamePasskey,
} from "@/lib/use-cases/people/passkeys";
import { resetSecondFactor } from "@/lib/use-cases/people/reset-second-factor";
import { addPattern, removePattern } from "@/lib/use-cases/patterns/change-patterns";
import { endSession } from "@/lib/use-cases/sessions/end-session";
import { beginStepUp, stepUp } from "@/lib/use-cases/sessions/step-up";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";

const here = { revalidate: ["/settings"] };
const everywhere = { revalidate: ["/"] };

export const beginStepUpAction = toServerAction(beginStepUp);
export const stepUpAction = toServerAction(stepUp);
export const changePasswordAction = toServerAction(changeOwnPassword, here);
export const endSessionAction = toServerAction(endSession, here);
export const beginAppAction = toServerAction(beginAuthenticatorApp);
export const confirmAppAction = toServerAction(confirmAuthenticatorApp, here);
export const removeAppAction = toServerAction(removeAuthenticatorApp, here);
export const beginPasskeyAction = toServerAction(beginPasskey);
export const addPasskeyAction = toServerAction(addPasskey, here);
export const renamePasskeyAction = toServerAction(renamePasskey, here);
export const removePasskeyAction = toServerAction(removePasskey, here);
export const createRecoveryCodesAction = toServerAction(createRecoveryCodes, here);
export const inviteAction = toServerAction(invitePerson, here);
export const createSignInLinkAction = toServerAction(createSignInLink);
export const withdrawInvitationAction = toServerAction(withdrawInvitation, here);
export const changeRoleAction = toServerAction(changeRole, here);
export const disablePersonAction = toServerAction(disablePerson, everywhere);
export const enablePersonAction = toServerAction(enablePerson, everywhere);
export const resetSecondFactorAction = toServerAction(resetSecondFactor, here);
export const createTokenAction = toServerAction(createToken, here);
export const revokeTokenAction = toServerAction(revokeToken, here);
export const addPatternAction = toServerAction(addPattern, here);
export const removePatternAction = toServerAction(removePattern, here);
export const changeCheckpoints = toServerAction(changeCheckpointSettings, here);
