-- A link with which somebody who is here already sets a new password. It is that person's, whatever
-- address the directory gives them meanwhile.
ALTER TABLE "invitation" ADD COLUMN "person_id" UUID;
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "invitation_person_id_idx" ON "invitation"("person_id");
