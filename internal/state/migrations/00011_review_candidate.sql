-- +goose Up
-- How many questions say who it may be, without reading any of them.
CREATE INDEX review_candidate ON review (area, candidate);

-- +goose Down
DROP INDEX review_candidate;
