# Links the names of the second file to the customers of the first with Splink,
# trained on the two without labels, and prints "name customer" per link: the
# best customer of each name with a match probability of at least 0.95.
import csv, logging, sys

logging.disable(logging.CRITICAL)
import pyarrow as pa
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def read(path):
    with open(path, encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    names = [r["name"].lower() for r in rows]
    han = [not n.isascii() for n in names]
    words = [n.replace(",", "").split() for n in names]
    return pa.table({
        "unique_id": [int(r["id"]) for r in rows],
        "name": names,
        "first": [n[2:6] if h else w[0] for n, h, w in zip(names, han, words)],
        "second": [n[4:8] if h else (w[1] if len(w) > 1 else None) for n, h, w in zip(names, han, words)],
        "head": [n[:4] for n in names],
    })


api = DuckDBAPI()
tables = [api.register(read(path), dataset_display_name=name) for path, name in zip(sys.argv[1:], ["a_customer", "b_asked"])]
settings = SettingsCreator(
    link_type="link_only",
    comparisons=[
        compare.JaroWinklerAtThresholds("name", [0.97, 0.93, 0.88]),
        compare.JaroWinklerAtThresholds("first", [0.95, 0.88]),
        compare.JaroWinklerAtThresholds("second", [0.95, 0.88]),
    ],
    blocking_rules_to_generate_predictions=[block_on("first"), block_on("head", "second"), block_on("name")],
    probability_two_random_records_match=0.0001,
)
linker = Linker(tables, settings, log_level=None)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("second"))
pairs = linker.inference.predict(threshold_match_probability=0.95).as_record_list()
best = {}
for p in pairs:
    left, right = p["unique_id_l"], p["unique_id_r"]
    if right not in best or p["match_weight"] > best[right][0]:
        best[right] = (p["match_weight"], left)
for name, (_, customer) in sorted(best.items()):
    print(name, customer)
