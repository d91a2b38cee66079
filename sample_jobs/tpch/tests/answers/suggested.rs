//! Three tests that `cargo mutate-data` wrote for this job, under names of ours: each kills what it promises.

use std::error::Error;

use polars::prelude::*;
use tpch::Tables;
use tpch::lazy::shipping_priority;

/// Kills `37b7f219475c` `4a52f67d956d` `65c36c13dc7f` `8a2259172d31` `b3538ce352f6` `b35d8733d427` `c980ebddaf67`
#[test]
fn the_largest_order_waits_for_its_discounted_prices() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [450i64, 450],
        "l_partkey" => [1616i64, 1063],
        "l_suppkey" => [40i64, 64],
        "l_linenumber" => [1i32, 2],
        "l_quantity" => [42i64, 5],
        "l_extendedprice" => [63739.62, 4820.3],
        "l_discount" => [0.03, 0.03],
        "l_tax" => [0.0, 0.02],
        "l_returnflag" => ["N", "A"],
        "l_linestatus" => ["F", "F"],
        "l_shipdate" => Series::new("".into(), [9288i32, 9222]).cast(&DataType::Date)?,
        "l_commitdate" => Series::new("".into(), [9279i32, 9256]).cast(&DataType::Date)?,
        "l_receiptdate" => Series::new("".into(), [9304i32, 9233]).cast(&DataType::Date)?,
        "l_shipinstruct" => ["TAKE BACK RETURN", "TAKE BACK RETURN"],
        "l_shipmode" => ["SHIP", "TRUCK"],
        "l_comment" => ["y asymptotes. regular depen", "the pinto bea"],
    )?;
    let orders = df!(
        "o_orderkey" => [450i64],
        "o_custkey" => [475i64],
        "o_orderstatus" => ["P"],
        "o_totalprice" => [213638.07],
        "o_orderdate" => Series::new("".into(), [9194i32]).cast(&DataType::Date)?,
        "o_orderpriority" => ["4-NOT SPECIFIED"],
        "o_clerk" => ["Clerk#000000293"],
        "o_shippriority" => [0i32],
        "o_comment" => ["d theodolites. boldly bold foxes since the pack"],
    )?;
    let customer = df!(
        "c_custkey" => [475i64],
        "c_name" => ["Customer#000000475"],
        "c_address" => ["JJMbj6myLUzMlbUmg63hNtFv4pWL8nq"],
        "c_nationkey" => [14i64],
        "c_phone" => ["24-485-422-9361"],
        "c_acctbal" => [9043.55],
        "c_mktsegment" => ["BUILDING"],
        "c_comment" => ["egular requests. ironic requests detect furiously; deposits ha"],
    )?;
    let supplier = df!(
        "s_suppkey" => Vec::<i64>::new(),
        "s_name" => Vec::<String>::new(),
        "s_address" => Vec::<String>::new(),
        "s_nationkey" => Vec::<i64>::new(),
        "s_phone" => Vec::<String>::new(),
        "s_acctbal" => Vec::<f64>::new(),
        "s_comment" => Vec::<String>::new(),
    )?;
    let part = df!(
        "p_partkey" => Vec::<i64>::new(),
        "p_name" => Vec::<String>::new(),
    )?;
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = shipping_priority(&tables, "BUILDING").collect()?;
    let value = result.column("revenue")?.get(0)?.try_extract::<f64>()?;
    let expected: f64 = 66503.12240000001;
    assert!(
        (value - expected).abs() <= 1e-9 * expected.abs(),
        "revenue in row 0 is 66503.12240000001, not {value}"
    );
    Ok(())
}

/// Kills `04c3fa9920ff` `55fde60b9485` `8a2259172d31` `b35d8733d427` `c980ebddaf67` `cd6817d5025d`
#[test]
fn nothing_waits_that_was_shipped() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [3588i64],
        "l_partkey" => [1095i64],
        "l_suppkey" => [31i64],
        "l_linenumber" => [6i32],
        "l_quantity" => [37i64],
        "l_extendedprice" => [36855.33],
        "l_discount" => [0.08],
        "l_tax" => [0.04],
        "l_returnflag" => ["N"],
        "l_linestatus" => ["F"],
        "l_shipdate" => Series::new("".into(), [9298i32]).cast(&DataType::Date)?,
        "l_commitdate" => Series::new("".into(), [9275i32]).cast(&DataType::Date)?,
        "l_receiptdate" => Series::new("".into(), [9305i32]).cast(&DataType::Date)?,
        "l_shipinstruct" => ["TAKE BACK RETURN"],
        "l_shipmode" => ["RAIL"],
        "l_comment" => ["xcuses sleep quickly along th"],
    )?;
    let orders = df!(
        "o_orderkey" => [3588i64],
        "o_custkey" => [1186i64],
        "o_orderstatus" => ["F"],
        "o_totalprice" => [287191.29],
        "o_orderdate" => Series::new("".into(), [9208i32]).cast(&DataType::Date)?,
        "o_orderpriority" => ["4-NOT SPECIFIED"],
        "o_clerk" => ["Clerk#000000316"],
        "o_shippriority" => [0i32],
        "o_comment" => ["ong the pains. evenly unusual "],
    )?;
    let customer = df!(
        "c_custkey" => [1186i64],
        "c_name" => ["Customer#000001186"],
        "c_address" => ["cj5EeLbJJ6MPdynzposq,Apbj9 2Jm"],
        "c_nationkey" => [23i64],
        "c_phone" => ["33-500-965-3385"],
        "c_acctbal" => [4466.3],
        "c_mktsegment" => ["BUILDING"],
        "c_comment" => ["ding realms cajole after the even foxes"],
    )?;
    let supplier = df!(
        "s_suppkey" => Vec::<i64>::new(),
        "s_name" => Vec::<String>::new(),
        "s_address" => Vec::<String>::new(),
        "s_nationkey" => Vec::<i64>::new(),
        "s_phone" => Vec::<String>::new(),
        "s_acctbal" => Vec::<f64>::new(),
        "s_comment" => Vec::<String>::new(),
    )?;
    let part = df!(
        "p_partkey" => Vec::<i64>::new(),
        "p_name" => Vec::<String>::new(),
    )?;
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = shipping_priority(&tables, "BUILDING").collect()?;
    assert_eq!(result.height(), 0, "it returns 0 rows");
    Ok(())
}

/// Kills `65c36c13dc7f` `917c9ca4c84a` `9dd5ee561fa6` `b3538ce352f6` `c980ebddaf67`
#[test]
fn the_day_is_that_of_the_order() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [359i64, 384, 384, 384, 384, 384, 385, 385, 386, 386, 386, 387, 387, 387, 387, 387, 388, 388, 388, 389, 390, 390, 390, 390, 390, 390, 390, 391, 416, 416, 448, 449, 449, 449, 449, 450, 450, 450, 450, 450, 450, 451, 451, 451, 451, 452, 453, 453, 453, 453, 453, 453, 454, 455, 455, 455, 455, 480],
        "l_partkey" => [1827i64, 1785, 634, 1816, 921, 1315, 1665, 531, 1525, 682, 1301, 1367, 1528, 964, 560, 1484, 326, 1279, 645, 1893, 1066, 1234, 1833, 1420, 1277, 1247, 850, 1216, 936, 1109, 1373, 1520, 1085, 100, 1577, 1616, 1063, 1426, 563, 781, 1528, 1296, 321, 862, 766, 1147, 1980, 1752, 132, 958, 258, 944, 1176, 1565, 273, 484, 1701, 522],
        "l_suppkey" => [57i64, 70, 66, 3, 90, 30, 7, 92, 46, 76, 2, 44, 29, 33, 61, 24, 11, 80, 8, 37, 2, 46, 20, 21, 15, 22, 50, 91, 71, 18, 74, 1, 91, 1, 58, 40, 64, 5, 54, 82, 69, 71, 78, 63, 63, 48, 69, 79, 85, 59, 86, 79, 85, 86, 74, 43, 28, 23],
        "l_linenumber" => [6i32, 1, 2, 3, 4, 5, 1, 2, 1, 2, 3, 1, 2, 3, 4, 5, 1, 2, 3, 1, 1, 2, 3, 4, 5, 6, 7, 1, 1, 2, 5, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 1, 1, 2, 3, 4, 5, 6, 1, 1, 2, 3, 4, 1],
        "l_quantity" => [23i64, 38, 49, 11, 11, 14, 7, 46, 39, 16, 37, 1, 42, 40, 19, 32, 42, 46, 40, 2, 10, 17, 46, 42, 13, 11, 24, 14, 25, 22, 23, 12, 4, 3, 22, 42, 5, 32, 40, 2, 33, 36, 42, 1, 28, 2, 45, 38, 38, 45, 32, 28, 24, 42, 44, 45, 11, 22],
        "l_extendedprice" => [39762.86, 64097.64, 75196.87, 18895.91, 20041.12, 17028.34, 10966.62, 65850.38, 55634.28, 25322.88, 44485.1, 1268.36, 60039.84, 74598.4, 27750.64, 44335.36, 51505.44, 54292.42, 61825.6, 3589.78, 9670.6, 19298.91, 79802.18, 55499.64, 15317.51, 12630.64, 42020.4, 15640.94, 45923.25, 22222.2, 29310.51, 17058.24, 3944.32, 3000.3, 32528.54, 63739.62, 4820.3, 42477.44, 58542.4, 3363.56, 47174.16, 43102.44, 51295.44, 1762.86, 46669.28, 2096.28, 84689.1, 62842.5, 39220.94, 83652.75, 37064.0, 51658.32, 25852.08, 61595.52, 51623.88, 62301.6, 17629.7, 31295.44],
        "l_discount" => [0.04, 0.07, 0.09, 0.02, 0.0, 0.08, 0.05, 0.08, 0.1, 0.06, 0.09, 0.08, 0.07, 0.09, 0.08, 0.08, 0.05, 0.07, 0.06, 0.09, 0.02, 0.09, 0.07, 0.01, 0.02, 0.09, 0.05, 0.09, 0.0, 0.1, 0.02, 0.02, 0.1, 0.07, 0.07, 0.03, 0.03, 0.06, 0.05, 0.09, 0.08, 0.02, 0.05, 0.07, 0.04, 0.04, 0.01, 0.08, 0.1, 0.1, 0.04, 0.07, 0.06, 0.1, 0.05, 0.04, 0.01, 0.04],
        "l_tax" => [0.07, 0.01, 0.07, 0.08, 0.06, 0.06, 0.06, 0.07, 0.07, 0.01, 0.04, 0.03, 0.05, 0.02, 0.0, 0.06, 0.06, 0.01, 0.01, 0.0, 0.05, 0.06, 0.04, 0.05, 0.06, 0.06, 0.02, 0.02, 0.05, 0.0, 0.05, 0.08, 0.06, 0.08, 0.0, 0.0, 0.02, 0.03, 0.03, 0.0, 0.05, 0.06, 0.01, 0.05, 0.05, 0.03, 0.0, 0.04, 0.01, 0.01, 0.01, 0.07, 0.01, 0.02, 0.08, 0.06, 0.02, 0.02],
        "l_returnflag" => ["R", "R", "A", "A", "R", "R", "N", "N", "A", "A", "A", "N", "N", "N", "N", "N", "R", "A", "A", "R", "N", "N", "N", "N", "N", "N", "N", "R", "A", "R", "N", "N", "N", "N", "N", "N", "A", "N", "R", "A", "R", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "N", "A"],
        "l_linestatus" => ["F", "F", "F", "F", "F", "F", "O", "O", "F", "F", "F", "O", "O", "O", "O", "O", "F", "F", "F", "F", "O", "O", "O", "O", "O", "O", "O", "F", "F", "F", "O", "O", "O", "O", "O", "F", "F", "O", "F", "F", "F", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "O", "F"],
        "l_shipdate" => Series::new("".into(), [9161i32, 8188, 8126, 8127, 8210, 8200, 9639, 9584, 9260, 9232, 9273, 9987, 10006, 9928, 9934, 9983, 8452, 8481, 8393, 8868, 10372, 10384, 10383, 10383, 10415, 10351, 10334, 9172, 8684, 8761, 9399, 9440, 9430, 9339, 9359, 9288, 9222, 9313, 9209, 9200, 9268, 10395, 10439, 10420, 10393, 10221, 10042, 10042, 10083, 10122, 10057, 10089, 9612, 9887, 9878, 9850, 9935, 8567]).cast(&DataType::Date)?,
        "l_commitdate" => Series::new("".into(), [9200i32, 8143, 8150, 8146, 8184, 8184, 9625, 9633, 9189, 9238, 9190, 9974, 9917, 9969, 9972, 9962, 8457, 8426, 8428, 8865, 10413, 10391, 10366, 10399, 10356, 10361, 10365, 9164, 8730, 8751, 9436, 9367, 9387, 9384, 9377, 9279, 9256, 9245, 9275, 9271, 9272, 10452, 10443, 10410, 10416, 10229, 10093, 10050, 10066, 10041, 10039, 10085, 9578, 9871, 9914, 9892, 9906, 8609]).cast(&DataType::Date)?,
        "l_receiptdate" => Series::new("".into(), [9177i32, 8196, 8143, 8140, 8238, 8221, 9653, 9604, 9275, 9261, 9275, 9991, 10010, 9951, 9955, 9992, 8474, 8483, 8419, 8880, 10400, 10414, 10391, 10412, 10425, 10378, 10344, 9174, 8694, 8774, 9420, 9452, 9455, 9343, 9383, 9304, 9233, 9341, 9234, 9205, 9273, 10397, 10468, 10442, 10394, 10238, 10061, 10058, 10111, 10148, 10060, 10100, 9636, 9914, 9904, 9868, 9946, 8590]).cast(&DataType::Date)?,
        "l_shipinstruct" => ["DELIVER IN PERSON", "DELIVER IN PERSON", "COLLECT COD", "COLLECT COD", "COLLECT COD", "DELIVER IN PERSON", "DELIVER IN PERSON", "NONE", "NONE", "DELIVER IN PERSON", "TAKE BACK RETURN", "NONE", "DELIVER IN PERSON", "COLLECT COD", "NONE", "DELIVER IN PERSON", "COLLECT COD", "COLLECT COD", "TAKE BACK RETURN", "TAKE BACK RETURN", "TAKE BACK RETURN", "COLLECT COD", "DELIVER IN PERSON", "COLLECT COD", "DELIVER IN PERSON", "DELIVER IN PERSON", "TAKE BACK RETURN", "TAKE BACK RETURN", "DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN", "DELIVER IN PERSON", "NONE", "COLLECT COD", "TAKE BACK RETURN", "TAKE BACK RETURN", "TAKE BACK RETURN", "NONE", "COLLECT COD", "TAKE BACK RETURN", "TAKE BACK RETURN", "DELIVER IN PERSON", "DELIVER IN PERSON", "DELIVER IN PERSON", "COLLECT COD", "COLLECT COD", "DELIVER IN PERSON", "NONE", "TAKE BACK RETURN", "NONE", "NONE", "NONE", "DELIVER IN PERSON", "TAKE BACK RETURN", "TAKE BACK RETURN", "DELIVER IN PERSON", "NONE"],
        "l_shipmode" => ["REG AIR", "TRUCK", "AIR", "MAIL", "TRUCK", "TRUCK", "REG AIR", "REG AIR", "SHIP", "MAIL", "MAIL", "SHIP", "RAIL", "TRUCK", "REG AIR", "TRUCK", "FOB", "FOB", "REG AIR", "RAIL", "SHIP", "SHIP", "SHIP", "SHIP", "SHIP", "SHIP", "AIR", "TRUCK", "TRUCK", "RAIL", "SHIP", "SHIP", "FOB", "RAIL", "FOB", "SHIP", "TRUCK", "SHIP", "RAIL", "AIR", "REG AIR", "AIR", "TRUCK", "AIR", "SHIP", "FOB", "REG AIR", "REG AIR", "SHIP", "AIR", "REG AIR", "MAIL", "TRUCK", "REG AIR", "TRUCK", "SHIP", "MAIL", "MAIL"],
        "l_comment" => ["ic courts snooze quickly furiously final fo", "totes cajole blithely against the even", "refully carefully ironic instructions. bl", "ash carefully", "nic excuses are furiously above the blith", "ckages are slyly after the slyly specia", " special asymptote", "lthily ironic f", "hely. carefully regular accounts hag", "lithely fluffi", "ending pearls breach fluffily. slyly pen", " pinto beans wake furiously carefu", "lithely final theodolites.", " quickly ironic platelets are slyly. fluff", "gular dependencies", "gle. silent, fur", "accounts sleep furiously", "to beans nag about the careful reque", "quests against the carefully unusual epi", "fts. courts eat blithely even dependenc", " requests. final accounts x-ray beside the", "ending, pending pinto beans wake slyl", "cial excuses. bold, pending packages", "counts nag across the sly, sil", "sleep carefully idle packages. blithely ", "according to the foxes are furiously ", "y. enticingly final depos", " escapades sleep furiously about ", "y final theodolites about", "rint blithely above the pending sentim", "ious, final gifts", "ly. blithely ironic ", "are fluffily. requests are furiously", " bold deposits. express theodolites haggle", "furiously final theodolites eat careful", "y asymptotes. regular depen", "the pinto bea", " accounts nod fluffily even, pending", "ve. asymptote", "y even pinto beans; qui", "ily carefully final depo", "rges can haggle carefully ironic, dogged ", "express excuses. blithely ironic pin", " carefully ironic packages solve furiously ", " theodolites. even cou", "y express instru", "ifts wake carefully.", " furiously f", "sts cajole. furiously un", "ironic foxes. slyly pending depos", "s. fluffily bold packages cajole. unu", "final dependencies. slyly special pl", "le. deposits after the ideas nag unusual pa", "around the quickly blit", " accounts sleep slyly ironic asymptote", "thrash ironically regular packages. qui", "g deposits against the slyly idle foxes u", "into beans cajole furiously. accounts s"],
    )?;
    let orders = df!(
        "o_orderkey" => [359i64, 384, 385, 386, 387, 388, 389, 390, 391, 416, 448, 449, 450, 451, 452, 453, 454, 455, 480],
        "o_custkey" => [776i64, 1132, 331, 602, 34, 448, 1270, 1027, 1103, 403, 1498, 958, 475, 988, 596, 442, 488, 121, 715],
        "o_orderstatus" => ["F", "F", "O", "F", "O", "F", "F", "O", "F", "F", "O", "O", "P", "O", "O", "O", "O", "O", "F"],
        "o_totalprice" => [214770.97, 191275.12, 75866.47, 119718.02, 197839.44, 161560.04, 3266.69, 232256.36, 14517.91, 106818.5, 157247.56, 55082.33, 213638.07, 142756.81, 2072.79, 343004.49, 24543.95, 190711.32, 30644.49],
        "o_orderdate" => Series::new("".into(), [9118i32, 8097, 9577, 9155, 9887, 8385, 8813, 10323, 9086, 8670, 9363, 9331, 9194, 10371, 10148, 10007, 9491, 9834, 8528]).cast(&DataType::Date)?,
        "o_orderpriority" => ["3-MEDIUM", "5-LOW", "5-LOW", "2-HIGH", "4-NOT SPECIFIED", "4-NOT SPECIFIED", "2-HIGH", "5-LOW", "2-HIGH", "5-LOW", "3-MEDIUM", "2-HIGH", "4-NOT SPECIFIED", "5-LOW", "1-URGENT", "5-LOW", "5-LOW", "1-URGENT", "5-LOW"],
        "o_clerk" => ["Clerk#000000934", "Clerk#000000206", "Clerk#000000600", "Clerk#000000648", "Clerk#000000768", "Clerk#000000356", "Clerk#000000062", "Clerk#000000404", "Clerk#000000256", "Clerk#000000294", "Clerk#000000597", "Clerk#000000841", "Clerk#000000293", "Clerk#000000048", "Clerk#000000498", "Clerk#000000504", "Clerk#000000890", "Clerk#000000796", "Clerk#000000004"],
        "o_shippriority" => [0i32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "o_comment" => ["n dolphins. special courts above the carefully ironic requests use", ", even accounts use furiously packages. slyly ironic pla", "hless accounts unwind bold pain", " haggle quickly. stealthily bold asymptotes haggle among the furiously even re", " are carefully among the quickly even deposits. furiously silent req", "ar foxes above the furiously ironic deposits nag slyly final reque", "ing to the regular asymptotes. final, pending foxes about the blithely sil", "xpress asymptotes use among the regular, final pinto b", "orges thrash fluffil", " the accounts. fluffily bold depo", " regular, express foxes use blithely. quic", ". furiously regular theodolites affix blithely ", "d theodolites. boldly bold foxes since the pack", "nic pinto beans. theodolites poach carefully; ", "t, unusual instructions above the blithely bold pint", "ss foxes. furiously regular ideas sleep according to t", "dolites sleep carefully blithely regular deposits. quickly regul", " about the final platelets. dependen", "ealthy pinto beans. fluffily regular requests along the special sheaves wake "],
    )?;
    let customer = df!(
        "c_custkey" => [34i64, 121, 331, 403, 442, 448, 475, 488, 596, 602, 715, 776, 958, 988, 1027, 1103, 1132, 1270, 1498],
        "c_name" => ["Customer#000000034", "Customer#000000121", "Customer#000000331", "Customer#000000403", "Customer#000000442", "Customer#000000448", "Customer#000000475", "Customer#000000488", "Customer#000000596", "Customer#000000602", "Customer#000000715", "Customer#000000776", "Customer#000000958", "Customer#000000988", "Customer#000001027", "Customer#000001103", "Customer#000001132", "Customer#000001270", "Customer#000001498"],
        "c_address" => ["Q6G9wZ6dnczmtOx509xgE,M2KV", "tv nCR2YKupGN73mQudO", "Ug e2IBbl,LJuqjNz5XeQV", "9,BVYegfkFLsEMDkeVW", "rvgayfJFLO2cjzMA", "BH4vtnDpabk0NgoGNJWu4OUXnidfJ", "JJMbj6myLUzMlbUmg63hNtFv4pWL8nq", "bBcMjFPTysSTaTdHcoO", "hoByQV2JchlIWfzPFW8I0nCI", "NCryKIpG3W,FDV2", "9qLvF42uxUarKl4I 2pEKOMNJmo8Ro5EK", "rzhIStRHsiWoc6K,7yv3YMqVdrz", "OrOUBBV7NlzVFXtuSOECmQFOkw8r", "3BNYKEUyMbzfb40SEr 8OTb", "GNaw4RXXMr", "kbYrf d uR", "6dcMOh60XVGcGYyEP", "HPcuKCEtUzP3np7 oDR", "x XToT5oFi7oIsRG2mgIL3ncvYJoWBsufsQ7N,z"],
        "c_nationkey" => [15i64, 17, 5, 14, 1, 24, 14, 3, 5, 13, 19, 15, 5, 3, 2, 16, 22, 13, 19],
        "c_phone" => ["25-344-968-5422", "27-411-990-2959", "15-411-430-7917", "24-753-433-1769", "11-240-523-8711", "34-985-422-6009", "24-485-422-9361", "13-513-778-1881", "15-484-811-5482", "23-434-900-7213", "29-500-408-6392", "25-941-650-8313", "15-455-954-2914", "13-862-722-3298", "12-278-154-5262", "26-307-423-8860", "32-953-419-6880", "23-473-283-1422", "29-676-227-6356"],
        "c_acctbal" => [8589.7, 6428.32, 170.27, 6693.36, 4157.0, 8117.27, 9043.55, -275.58, 1722.88, 8404.9, 85.05, 2669.01, 1791.65, 7746.97, 4946.21, 4878.1, 4962.12, 6170.06, 5810.56],
        "c_mktsegment" => ["HOUSEHOLD", "BUILDING", "AUTOMOBILE", "HOUSEHOLD", "FURNITURE", "BUILDING", "BUILDING", "AUTOMOBILE", "MACHINERY", "BUILDING", "AUTOMOBILE", "AUTOMOBILE", "FURNITURE", "FURNITURE", "BUILDING", "AUTOMOBILE", "AUTOMOBILE", "MACHINERY", "AUTOMOBILE"],
        "c_comment" => ["nder against the even, pending accounts. even", "uriously stealthy ideas. carefully final courts use carefully", "r the silent ideas. carefully ironic deposits was carefully above the furiously even excuses. evenly regu", "al hockey players; ironic dependencies after t", "lets would affix fluffily. regular, regular ideas ought to haggle carefully blit", "unts. final pinto beans boost carefully. furiously even foxes according to the express, regular pa", "egular requests. ironic requests detect furiously; deposits ha", "thely above the carefully ironic accounts. excuse", "ecial deposits after the slyly regular packages dazzle furiously across the courts. accounts wake. reg", "nstructions. asymptotes above the forges are against the carefully ", "hins boost quickly. quickly regular epitaphs haggle fluffily quickly bold pinto beans. regular", " express accounts. furiously ironic theodolites serve blithely. blithely thin packages are among the eve", "s deposits. blithely even packages sleep carefully ironic deposits. quickly ironic accou", "he courts. carefully silent courts impress. carefully close ideas run slyly pinto beans. even, ironic accounts are a", " final requests haggle. final, even sheaves maintain carefully above the even ac", "n accounts cajole across the even pinto beans. quickly express pat", "ges. final, special requests nag carefully carefully bold deposits. ironic requests boost slyly through th", "oost along the unusual, permanent pinto beans. even packages integrate slyly according to the pendin", "ackages are slyly unusual req"],
    )?;
    let supplier = df!(
        "s_suppkey" => Vec::<i64>::new(),
        "s_name" => Vec::<String>::new(),
        "s_address" => Vec::<String>::new(),
        "s_nationkey" => Vec::<i64>::new(),
        "s_phone" => Vec::<String>::new(),
        "s_acctbal" => Vec::<f64>::new(),
        "s_comment" => Vec::<String>::new(),
    )?;
    let part = df!(
        "p_partkey" => Vec::<i64>::new(),
        "p_name" => Vec::<String>::new(),
    )?;
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = shipping_priority(&tables, "BUILDING").collect()?;
    let key = result.column("l_orderkey")?;
    let row = (0..result.height())
        .find(|row| key.get(*row).is_ok_and(|value| value == AnyValue::Int64(450)))
        .expect("a row with l_orderkey 450");
    assert_eq!(
        result.column("o_orderdate")?.get(row)?,
        AnyValue::Date(9194),
        "o_orderdate of l_orderkey 450 is 9194"
    );
    Ok(())
}
