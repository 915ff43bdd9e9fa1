"""What a small company in England has in a folder."""

from __future__ import annotations

from tests.integration.office.blocks import (
    Heading,
    Items,
    Landscape,
    Paragraph,
    Table,
    TwoColumns,
    Written,
)

_SITES = ("Leeds", "Hull", "York", "Ripon", "Selby", "Malton")
_HEADER = "Northwind Pumps Ltd · Confidential"

CONTRACT = Written(
    "Supply agreement", "en", _HEADER, "Supply agreement NW-2025-014, page",
    [
        Heading(1, "Supply agreement"),
        Paragraph("This agreement is made on 14 March 2025 between Northwind Pumps Ltd, Leeds (the Supplier), and "
                  "Harbour Water Authority, Hull (the Customer)."),
        Heading(2, "Subject"),
        Paragraph("The Supplier shall deliver 48 centrifugal pumps of type CP-220 to the Customer's works at Hull, "
                  "Goole and Grimsby.", "Type CP-220 is described in data sheet DS-220, edition 7."),
        Paragraph("The Customer may order up to 12 further pumps at the same price until 31 December 2026, unless the "
                  "Supplier has announced the end of production six months before."),
        Heading(2, "Price and payment"),
        Paragraph("The price of each pump is 18,450 euros; the total is 885,600 euros without value added tax."),
        Items(["30 percent are due within 14 days of signature.", "50 percent are due on delivery of each lot.",
               "20 percent are due when the last lot has run for 90 days without a fault."], is_numbered=True),
        Heading(2, "Delivery"),
        Table([("Lot", "Works", "Pumps", "Delivery by"), ("1", "Hull", "20", "2 June 2025"),
               ("2", "Goole", "16", "1 September 2025"), ("3", "Grimsby", "12", "1 December 2025"),
               ("Total", "", "48", "")]),
        Paragraph("For each full week of delay the Supplier shall pay 0.5 percent of the price of the lot, but not "
                  "more than 5 percent.", "Delays by the Customer's own staff are not counted."),
        Heading(2, "Warranty and liability"),
        Paragraph("The warranty is 36 months from the acceptance of each lot. The Supplier is not liable for damage "
                  "caused by sand in the water beyond 5 grams per cubic metre."),
        Paragraph("Liability is limited to 1.5 million euros for each case of damage, except where the law does not "
                  "allow a limit."),
        Heading(2, "Termination"),
        Paragraph("Either party may terminate this agreement in writing with three months' notice to the end of a "
                  "quarter. The Customer must not terminate before the second lot has been delivered."),
        Heading(2, "Final provisions"),
        Paragraph("The law of England and Wales applies. Changes of this agreement must be in writing."),
        Items(["Annex A: data sheet DS-220", "Annex B: acceptance test", "Annex C: list of spare parts"]),
        Paragraph("Leeds, 14 March 2025, Margaret Ellison for the Supplier; Hull, 17 March 2025, Tobias Renner for the "
                  "Customer."),
    ],
)  # fmt: skip

MINUTES = Written(
    "Minutes of the works council", "en", "Minutes 6/2025", "Northwind Pumps Ltd, page",
    [
        Heading(1, "Minutes of the works council, 12 June 2025"),
        Paragraph("Present: Margaret Ellison (chair), Daniel Okafor, Ingrid Sandvik, Peter Walsh (minutes). Excused: "
                  "Rosa Jimenez."),
        Heading(2, "Item 1: Night shift in Selby"),
        Paragraph("Daniel Okafor reports that the night shift lost 41 hours in May because crane 3 stood still."),
        Items(["Ingrid Sandvik orders the spare winch by 20 June 2025.",
               "Peter Walsh asks the insurer whether the 41 hours are covered."]),
        Heading(2, "Item 2: Canteen"),
        Paragraph("The price of a lunch rises from 4.20 to 4.60 pounds on 1 July 2025. The council agrees with four "
                  "votes to none.", "Rosa Jimenez had agreed by letter of 10 June 2025."),
        Heading(2, "Item 3: Office move"),
        Paragraph("The office will not move to York in 2025. A decision on 2026 is postponed to the meeting of 11 "
                  "September 2025."),
        Table([("Task", "Who", "Until"), ("Order the winch", "Ingrid Sandvik", "20 June 2025"),
               ("Ask the insurer", "Peter Walsh", "27 June 2025"), ("Offers for the move", "Daniel Okafor",
                "1 September 2025")]),
        Paragraph("The meeting ended at 16:25."),
    ],
)  # fmt: skip

PAPER = Written(
    "Wear of impellers", "en", "Journal of Pump Engineering 12 (2025)", "doi 10.9999/jpe.2025.014, page",
    [
        Heading(1, "Wear of bronze impellers in sandy water"),
        Paragraph("Ingrid Sandvik and Daniel Okafor, Northwind Pumps Ltd, Leeds"),
        Heading(2, "Abstract"),
        Paragraph("We ran 24 bronze impellers for 2,000 hours in water with 0 to 8 grams of sand per cubic metre. The "
                  "loss of mass grew with the square of the speed and linearly with the sand."),
        TwoColumns([
            Heading(2, "Introduction"),
            Paragraph("Impellers wear where water carries sand. Earlier work looked at cast iron, for which the loss "
                      "of mass is known to follow the speed to the power of 2.4."),
            Paragraph("Bronze is softer, yet field reports speak of longer lives. This study asks whether the reports "
                      "hold under controlled conditions, and what an operator can expect.",
                      "Field reports were collected from 31 operators between 2019 and 2023."),
            Heading(2, "Method"),
            Paragraph("Four test stands held six impellers each. Sand of 0.2 millimetres was added by a screw feeder "
                      "and its concentration was measured every ten minutes. The impellers were weighed every 200 "
                      "hours after drying at 105 degrees."),
            Paragraph("Stand 4 served as a control without sand. One impeller of stand 2 broke after 1,140 hours and "
                      "was left out of the analysis."),
            Heading(2, "Results"),
            Paragraph("At 1,450 revolutions per minute and 5 grams of sand the loss was 1.8 percent of the mass; at "
                      "2,900 revolutions it was 7.1 percent. Without sand no loss above 0.05 percent was found."),
            *(Paragraph(f"Impeller {number} lost {number * 37} milligrams in the first and {number * 31} milligrams "
                        f"in the last 200 hours, which points to a surface that hardens as it is worn.")
              for number in range(1, 13)),
            Heading(2, "Discussion"),
            Paragraph("The exponent of 1.98 is lower than that of cast iron. We did not vary the size of the grains, "
                      "so nothing can be said about coarse sand."),
            Paragraph("Operators should not conclude that bronze is always better: above 6 grams the variance between "
                      "impellers was larger than the difference between materials."),
        ]),
        Heading(2, "References"),
        Items(["Halvorsen, K.: Erosion of cast iron, 2011.", "Meyer, T. and Brandt, L.: Sand in deep wells, 2017."],
              is_numbered=True),
    ],
)  # fmt: skip

_QUARTERS = [(site, *(str(100 * n + 10 * q) for q in range(1, 5)), str(400 * n + 100))
             for n, site in enumerate(_SITES, start=3)]  # fmt: skip
REPORT = Written(
    "Annual report", "en", "Northwind Pumps Ltd · Annual report 2025", "Page",
    [
        Heading(1, "Annual report 2025"),
        Paragraph("Northwind Pumps sold 8,214 pumps in 2025, 6.4 percent more than in the year before. Revenue rose to "
                  "61.3 million pounds, while the profit fell from 5.2 to 4.7 million pounds because of the price of "
                  "bronze.", "Bronze cost 7.90 pounds per kilogram on average, after 6.35 pounds in 2024."),
        Heading(2, "The sites"),
        *(each for n, site in enumerate(_SITES, start=3) for each in (
            Heading(3, f"Works {site}"),
            Paragraph(f"The works at {site} made {400 * n + 100:,} pumps with {n * 17} people. Its energy bill was "
                      f"{n * 43},000 pounds. The manager expects {n} further jobs in 2026, provided that the second "
                      f"line of {site} is approved in spring."),
            Items([f"{n} accidents were reported in {site}, none of them severe.",
                   f"{n * 3} tonnes of scrap were melted again in {site}."]))),
        Landscape([
            Heading(2, "Pumps by site and quarter"),
            Table([("Site", "First quarter", "Second quarter", "Third quarter", "Fourth quarter", "Year"), *_QUARTERS,
                   ("Total", *(str(sum(int(row[column]) for row in _QUARTERS)) for column in range(1, 6)))]),
        ]),
        Heading(2, "Risks"),
        Paragraph("Two thirds of the bronze comes from one foundry. A second foundry in Sheffield has been audited but "
                  "not yet approved.", "The audit of 9 October 2025 found three minor deviations."),
        Heading(2, "Outlook"),
        Paragraph("The board expects growth between 3 and 5 percent in 2026 and proposes a dividend of 0.35 pounds a "
                  "share."),
    ],
)  # fmt: skip

SLIDES = ("Pump strategy 2026", [
    ("Pump strategy 2026", ["Margaret Ellison, board meeting of 4 November 2025"], []),
    ("Where we stand", ["8,214 pumps sold in 2025", "Profit of 4.7 million pounds", "Six works, 459 people"], []),
    ("What hurts", ["Bronze rose by 24 percent", "Crane 3 in Selby stood still for 41 hours",
                    "One foundry delivers two thirds"], []),
    ("Investments", ["Decided on 4 November 2025"], [("Project", "Million pounds"), ("Second line Leeds", "2.4"),
                     ("Foundry audit", "0.1"), ("Test stand 5", "0.8"), ("Total", "3.3")]),
    ("Next steps", ["Approve the Sheffield foundry by March 2026", "Hire 12 fitters",
                    "Report back on 3 June 2026"], []),
])  # fmt: skip

BUDGET = (
    "Budget 2026",
    "Budget",
    "Notes",
    ("Item", "Starts", "Plan", "Actual", "Share"),
    ("Wages", "Energy", "Bronze", "Transport", "Insurance", "Training", "Repairs", "Rent"),
    "Total",
    [("Plan agreed on", "4 November 2025"), ("Prepared by", "Peter Walsh"), ("Currency", "thousand pounds")],
)
