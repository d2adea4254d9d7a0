"""Adds up the surefire and failsafe reports and prints one closing line; fails if nothing was run."""
import glob
import sys
import xml.etree.ElementTree as ET

passed = failed = skipped = 0
for report in glob.glob("*/target/surefire-reports/TEST-*.xml") + glob.glob("*/target/failsafe-reports/TEST-*.xml"):
    suite = ET.parse(report).getroot()
    tests, bad, skip = (int(suite.get(k, 0)) for k in ("tests", "errors", "skipped"))
    bad += int(suite.get("failures", 0))
    passed, failed, skipped = passed + tests - bad - skip, failed + bad, skipped + skip
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(0 if passed and not failed else 1)
