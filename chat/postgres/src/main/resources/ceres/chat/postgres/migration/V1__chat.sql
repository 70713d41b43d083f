-- The documented tables. Tables that exist are used as they are; only what is missing is added, and
-- nothing is dropped. Each step looks first, because even ADD COLUMN IF NOT EXISTS demands rights
-- that a role may lack where there is nothing to do.
DO $$
DECLARE
  col text;
  has boolean;
  users regclass;
  messages regclass;
BEGIN
  IF to_regclass('"User"') IS NULL THEN
    CREATE TABLE "User" (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      email text,
      name text NOT NULL,
      avatar text
    );
  END IF;
  users := to_regclass('"User"');
  FOREACH col IN ARRAY ARRAY['email', 'name', 'avatar'] LOOP
    SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = users AND attname = col AND NOT attisdropped)
      INTO has;
    IF NOT has THEN
      EXECUTE format('ALTER TABLE %s ADD COLUMN %I text', users, col);
    END IF;
  END LOOP;

  IF to_regclass('"ChatMessage"') IS NULL THEN
    CREATE TABLE "ChatMessage" (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      "userId" uuid NOT NULL REFERENCES "User" (id),
      "roomId" varchar(128) NOT NULL,
      content varchar(1000) NOT NULL,
      "createdAt" timestamptz(3) NOT NULL DEFAULT clock_timestamp()
    );
  END IF;
  messages := to_regclass('"ChatMessage"');
  SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = messages AND attname = 'clientId' AND NOT attisdropped)
    INTO has;
  IF NOT has THEN
    EXECUTE format('ALTER TABLE %s ADD COLUMN "clientId" uuid', messages);
  END IF;

  -- One message per user and client id.
  SELECT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = messages AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 2
      AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '("clientId" IS NOT NULL)')
      AND ARRAY(SELECT attname::text FROM pg_attribute
                WHERE attrelid = messages AND attnum = ANY (i.indkey::int2[])) @> ARRAY['userId', 'clientId']
  ) INTO has;
  IF NOT has THEN
    EXECUTE format('CREATE UNIQUE INDEX "ChatMessage_userId_clientId_ceres" ON %s ("userId", "clientId")'
      ' WHERE "clientId" IS NOT NULL', messages);
  END IF;

  -- The last messages of a room, in the order of the room, without a sort.
  SELECT EXISTS (
    SELECT FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
    WHERE i.indrelid = messages AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts >= 3
      AND i.indoption[1] = i.indoption[2]
      AND (SELECT attname FROM pg_attribute WHERE attrelid = messages AND attnum = i.indkey[0]) = 'roomId'
      AND (SELECT attname FROM pg_attribute WHERE attrelid = messages AND attnum = i.indkey[1]) = 'createdAt'
      AND (SELECT attname FROM pg_attribute WHERE attrelid = messages AND attnum = i.indkey[2]) = 'id'
  ) INTO has;
  IF NOT has THEN
    EXECUTE format('CREATE INDEX "ChatMessage_roomId_createdAt_id_ceres" ON %s ("roomId", "createdAt", id)', messages);
  END IF;
END
$$;
