-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "target_type" TEXT,
    "target_id" TEXT,
    "detail" JSONB NOT NULL,
    "request_id" TEXT,
    "ip" TEXT,
    "key_id" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "custody" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "identity_class" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "vendor" TEXT,
    "container" TEXT,
    "url" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "facts" JSONB NOT NULL,
    "created_at_source" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "usage_state" TEXT NOT NULL DEFAULT 'unknown',
    "expires_at" TIMESTAMPTZ,
    "last_rotated_at" TIMESTAMPTZ,
    "privilege" TEXT NOT NULL DEFAULT 'unknown',
    "content_hash" TEXT NOT NULL,
    "owner_id" UUID,
    "owner_state" TEXT NOT NULL DEFAULT 'none',
    "owner_hint" TEXT,
    "owner_at" TIMESTAMPTZ,
    "risk_score" INTEGER NOT NULL DEFAULT 0,
    "risk_band" TEXT NOT NULL DEFAULT 'unknown',
    "risk_confidence" INTEGER NOT NULL DEFAULT 0,
    "risk_breakdown" JSONB NOT NULL DEFAULT '[]',
    "risk_version" INTEGER NOT NULL DEFAULT 0,
    "scored_at" TIMESTAMPTZ,
    "rescore_at" TIMESTAMPTZ,
    "open_findings" INTEGER NOT NULL DEFAULT 0,
    "credential_count" INTEGER NOT NULL DEFAULT 0,
    "rotation_state" TEXT NOT NULL DEFAULT 'unknown',
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_run" UUID,
    "missing_since" TIMESTAMPTZ,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "fingerprint" TEXT,
    "scopes" TEXT[],
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "facts" JSONB NOT NULL,
    "created_at_source" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "expires_at" TIMESTAMPTZ,
    "last_rotated_at" TIMESTAMPTZ,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_run" UUID,
    "missing_since" TIMESTAMPTZ,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_grant" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "entitlement" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "conditional" BOOLEAN NOT NULL,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_run" UUID,
    "missing_since" TIMESTAMPTZ,

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "principal_kind" TEXT NOT NULL,
    "principal" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "conditions" JSONB,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_run" UUID,
    "missing_since" TIMESTAMPTZ,

    CONSTRAINT "trust_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_candidate" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "candidate" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "evidence" TEXT NOT NULL,
    "rejected_at" TIMESTAMPTZ,
    "last_seen_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "owner_candidate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_event" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "kind" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "change" JSONB,
    "run_id" UUID,

    CONSTRAINT "identity_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "finding_key" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "title" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "remedy" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "resolved_at" TIMESTAMPTZ,
    "resolved_because" TEXT,
    "reopen_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_rollup" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "identity_class" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "risk_band" TEXT NOT NULL,
    "owner_state" TEXT NOT NULL,
    "privilege" TEXT NOT NULL,
    "usage_bucket" TEXT NOT NULL,
    "age_bucket" TEXT NOT NULL,
    "rotation_state" TEXT NOT NULL,
    "has_findings" BOOLEAN NOT NULL,
    "identities" INTEGER NOT NULL,

    CONSTRAINT "identity_rollup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "daily_snapshot" (
    "day" DATE NOT NULL,
    "source_id" UUID NOT NULL,
    "identity_class" TEXT NOT NULL,
    "risk_band" TEXT NOT NULL,
    "identities" INTEGER NOT NULL,
    "unowned" INTEGER NOT NULL,
    "stale" INTEGER NOT NULL,
    "never_rotated" INTEGER NOT NULL,
    "over_rotation" INTEGER NOT NULL,
    "exposed" INTEGER NOT NULL,
    "open_findings" INTEGER NOT NULL,

    CONSTRAINT "daily_snapshot_pkey" PRIMARY KEY ("day","source_id","identity_class","risk_band")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "password_hash" TEXT,
    "totp_sealed" TEXT,
    "totp_confirmed_at" TIMESTAMPTZ,
    "totp_last_step" BIGINT,
    "last_sign_in_at" TIMESTAMPTZ,
    "disabled_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_login" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_login_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "name" TEXT NOT NULL,
    "hardware_bound" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "assurance_level" INTEGER NOT NULL,
    "stepped_up_at" TIMESTAMPTZ,
    "challenge" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    "ended_because" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "connector_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "sealed_secrets" TEXT,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'never_synced',
    "sync_every_minutes" INTEGER,
    "next_sync_at" TIMESTAMPTZ,
    "last_complete_at" TIMESTAMPTZ,
    "last_attempt_at" TIMESTAMPTZ,
    "last_error" JSONB,
    "verification" JSONB,
    "coverage" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "fence" BIGINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ,
    "requested_by" TEXT,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "error" JSONB,
    "outcome" JSONB,
    "cancel_asked" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_stream" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "cursor" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "records" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ,
    "gaps" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,
    "finished_at" TIMESTAMPTZ,

    CONSTRAINT "sync_stream_pkey" PRIMARY KEY ("run_id","name")
);

-- CreateTable
CREATE TABLE "source_cache" (
    "source_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_cache_pkey" PRIMARY KEY ("source_id","key")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_event_seq_idx" ON "audit_event"("event", "seq");

-- CreateIndex
CREATE INDEX "audit_event_target_type_target_id_seq_idx" ON "audit_event"("target_type", "target_id", "seq");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_seq_idx" ON "audit_event"("actor_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "identity_source_id_external_id_key" ON "identity"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "credential_identity_id_idx" ON "credential"("identity_id");

-- CreateIndex
CREATE INDEX "credential_fingerprint_idx" ON "credential"("fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "credential_source_id_external_id_key" ON "credential"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "access_grant_identity_id_idx" ON "access_grant"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_grant_source_id_external_id_key" ON "access_grant"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "trust_identity_id_idx" ON "trust"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "trust_source_id_external_id_key" ON "trust"("source_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "owner_candidate_identity_id_candidate_method_key" ON "owner_candidate"("identity_id", "candidate", "method");

-- CreateIndex
CREATE INDEX "identity_event_identity_id_at_idx" ON "identity_event"("identity_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "finding_finding_key_key" ON "finding"("finding_key");

-- CreateIndex
CREATE INDEX "finding_identity_id_idx" ON "finding"("identity_id");

-- CreateIndex
CREATE INDEX "finding_state_severity_first_seen_at_id_idx" ON "finding"("state", "severity", "first_seen_at" DESC, "id");

-- CreateIndex
CREATE INDEX "finding_rule_id_state_idx" ON "finding"("rule_id", "state");

-- CreateIndex
CREATE INDEX "identity_rollup_source_id_idx" ON "identity_rollup"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "person_login_issuer_subject_key" ON "person_login"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "session_person_id_ended_at_idx" ON "session"("person_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_person_id_idx" ON "api_token"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_person_id_page_name_key" ON "saved_view"("person_id", "page", "name");

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE INDEX "sync_run_source_id_created_at_idx" ON "sync_run"("source_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "upload_source_id_idx" ON "upload"("source_id");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trust" ADD CONSTRAINT "trust_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_candidate" ADD CONSTRAINT "owner_candidate_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_event" ADD CONSTRAINT "identity_event_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_login" ADD CONSTRAINT "person_login_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_stream" ADD CONSTRAINT "sync_stream_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_cache" ADD CONSTRAINT "source_cache_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

