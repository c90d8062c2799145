-- A stored document, or NULL where it can't be read: who looks at many must not stop at one that is cut.
CREATE OR REPLACE FUNCTION stored_json(doc bytea) RETURNS json LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN convert_from(doc, 'UTF8')::json;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;
