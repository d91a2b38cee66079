//! The three tests that `cargo mutate-data suggest` wrote for this job, under names of ours: each kills what it promises.

use std::collections::BTreeMap;
use std::error::Error;

use jiff::civil::Date;
use orders::clean::Sale;
use orders::customers::{cohorts, deduplicated};
use orders::table::Customer;

/// Kills `046390c1e5b6` `0566e5c969c1` `18b2faf59401` `3d65bec42ef8` `5053ed3ff8d4` `6b93750cb9b4` `6c260b92ba19`
/// `80638083a55d` `a3abe1155c47` `b84716ef6b41` `bd4b321bbbae` `f44bbba247db`
#[test]
fn cohorts_follow_months_across_a_year() -> Result<(), Box<dyn Error>> {
    let sales = &[
        Sale {
            order: 19,
            customer: 158,
            sku: "E-5".to_owned(),
            quantity: 2,
            cents: 42366,
            day: "2024-02-22".parse::<Date>()?,
        },
        Sale {
            order: 20,
            customer: 118,
            sku: "D-9".to_owned(),
            quantity: 1,
            cents: 13596,
            day: "2024-04-28".parse::<Date>()?,
        },
        Sale {
            order: 30,
            customer: 158,
            sku: "E-5".to_owned(),
            quantity: 10,
            cents: 239798,
            day: "2023-12-08".parse::<Date>()?,
        },
        Sale {
            order: 31,
            customer: 70,
            sku: "D-9".to_owned(),
            quantity: 1,
            cents: 8649,
            day: "2024-05-06".parse::<Date>()?,
        },
    ];
    assert_eq!(
        cohorts(sales),
        BTreeMap::from([
            (("2023-12-01".parse::<Date>()?, 0), 1),
            (("2023-12-01".parse::<Date>()?, 2), 1),
            (("2024-04-01".parse::<Date>()?, 0), 1),
            (("2024-05-01".parse::<Date>()?, 0), 1)
        ])
    );
    Ok(())
}

/// Kills `05f5d43569a4` `780866913851` `866d75b8290c`
#[test]
fn the_earliest_registration_of_an_address_stays() -> Result<(), Box<dyn Error>> {
    let customers = &[
        Customer {
            id: 1,
            email: "Ann@x.org ".to_owned(),
            country: "DE".to_owned(),
            since: "2023-05-01".parse::<Date>()?,
        },
        Customer {
            id: 2,
            email: "ann@x.org".to_owned(),
            country: "DE".to_owned(),
            since: "2022-01-01".parse::<Date>()?,
        },
    ];
    assert_eq!(
        deduplicated(customers),
        vec![Customer {
            id: 2,
            email: "ann@x.org".to_owned(),
            country: "DE".to_owned(),
            since: "2022-01-01".parse::<Date>()?
        }]
    );
    Ok(())
}

/// Kills `046390c1e5b6` `18b2faf59401` `5053ed3ff8d4` `6c260b92ba19` `80638083a55d` `bd4b321bbbae` `cd43db1e7ba8`
/// `f44bbba247db` `fc579e86791b`
#[test]
fn customers_of_one_month_are_one_cohort() -> Result<(), Box<dyn Error>> {
    let sales = &[
        Sale {
            order: 2,
            customer: 225,
            sku: "D-9".to_owned(),
            quantity: 1,
            cents: 18228,
            day: "2023-11-10".parse::<Date>()?,
        },
        Sale {
            order: 3,
            customer: 106,
            sku: "D-9".to_owned(),
            quantity: 1,
            cents: 20393,
            day: "2023-11-20".parse::<Date>()?,
        },
    ];
    assert_eq!(cohorts(sales), BTreeMap::from([(("2023-11-01".parse::<Date>()?, 0), 2)]));
    Ok(())
}
