//! One questionnaire out of a main pack, its add-ons and local statements.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use super::{Additions, Framework, Group, Lens, LocalStatement, Origin, Pillar, Statement, find};

/// The pillar and the lens of the local statements; no pack uses this id.
pub const LOCAL_SECTION: &str = "local";

/// Makes one questionnaire.
///
/// The main pack keeps its id, its lenses and its numbers: its statements come
/// first, and no group of its lenses gains a member. Each add-on brings its
/// statements, its pillars to walk through, and its lenses; the lens of its pillars is
/// called by the add-on's own id and title. Local statements are the last pillar and the
/// last lens.
#[must_use]
pub fn compose(
    main: &Framework,
    add_ons: &[&'static Framework],
    local: &[LocalStatement],
) -> Framework {
    let mut all = main.clone();
    for &pack in add_ons {
        let before = all.statements.len();
        all.statements.extend(pack.statements.iter().cloned());
        all.pillars.extend(pack.pillars.iter().cloned());
        let known = |id: &str| all.sources.iter().any(|it| it.id == id);
        let new = pack.sources.iter().filter(|it| !known(&it.id));
        let new: Vec<_> = new.cloned().collect();
        all.sources.extend(new);
        for lens in &pack.lenses {
            let (id, name) = if lens.by_pillar {
                (pack.id.clone(), pack.title.clone())
            } else {
                (lens.id.clone(), lens.name.clone())
            };
            all.lenses.push(Lens {
                id,
                name,
                groups: moved(&lens.groups, before),
                ..lens.clone()
            });
        }
        all.add_ons.push(pack);
    }
    if !local.is_empty() {
        let members = (all.statements.len()..).take(local.len()).collect();
        let asked = local.iter().map(|it| Arc::new(statement(it)));
        all.statements.extend(asked);
        let pillar = Pillar {
            id: LOCAL_SECTION.to_owned(),
            name: "Local statements".to_owned(),
            summary: "What this organisation asks itself, beside the questionnaire.".to_owned(),
        };
        all.lenses.push(Lens {
            id: pillar.id.clone(),
            name: pillar.name.clone(),
            note: "Written by this organisation, and compared with nobody else's.".to_owned(),
            origin: Origin::Local,
            by_pillar: true,
            groups: vec![Group {
                id: pillar.id.clone(),
                name: pillar.name.clone(),
                members,
                parts: Vec::new(),
            }],
        });
        all.pillars.push(pillar);
    }
    all
}

/// The same groups, with every member `by` places further on.
fn moved(groups: &[Group], by: usize) -> Vec<Group> {
    let group = |it: &Group| Group {
        members: it.members.iter().map(|at| at + by).collect(),
        parts: moved(&it.parts, by),
        ..it.clone()
    };
    groups.iter().map(group).collect()
}

/// A local statement as it is asked: always, and with the weight of any other.
fn statement(local: &LocalStatement) -> Statement {
    Statement {
        id: local.id.clone(),
        origin: Origin::Local,
        pillar: LOCAL_SECTION.to_owned(),
        text: local.text.clone(),
        why: local.why.clone(),
        anchors: local.anchors.clone(),
        evidence: Vec::new(),
        actions: Vec::new(),
        references: Vec::new(),
        quick: true,
        law: None,
        weight: 1,
        revision: local.revision,
    }
}

/// What a questionnaire is made of.
#[derive(PartialEq, Eq, Hash)]
struct Recipe {
    main: (String, u32),
    add_ons: Vec<(String, u32)>,
    local: Vec<LocalStatement>,
}

/// Every questionnaire that was asked for since the process started.
///
/// They are never dropped, so that a page can hold one without counting who
/// holds it. One costs its local statements and a few kilobytes, since the packs'
/// text is shared; there are as many as there are different sets of local
/// statements, and people write those by hand.
static COMPOSED: LazyLock<RwLock<HashMap<Recipe, &'static Framework>>> =
    LazyLock::new(RwLock::default);

/// The questionnaire of this pack with these additions; `None` when this build
/// does not ship one of the packs.
#[must_use]
pub fn find_composed(id: &str, edition: u32, additions: &Additions) -> Option<&'static Framework> {
    let main = find(id, edition).filter(|it| it.origin == Origin::Main)?;
    if additions.add_ons.is_empty() && additions.local.is_empty() {
        return Some(main);
    }
    let wanted = additions
        .add_ons
        .iter()
        .map(|it| find(&it.id, it.edition).filter(|pack| pack.origin == Origin::AddOn))
        .collect::<Option<Vec<_>>>()?;
    let recipe = Recipe {
        main: (id.to_owned(), edition),
        add_ons: wanted
            .iter()
            .map(|it| (it.id.clone(), it.edition))
            .collect(),
        local: additions.local.clone(),
    };
    let known = COMPOSED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.get(&recipe) {
        return Some(found);
    }
    drop(known);
    let mut known = COMPOSED.write().unwrap_or_else(PoisonError::into_inner);
    let made = known.entry(recipe);
    Some(made.or_insert_with(|| Box::leak(Box::new(compose(main, &wanted, &additions.local)))))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        framework::{PackEdition, add_ons, main_packs},
        id::StatementId,
    };

    fn local(number: u32) -> LocalStatement {
        LocalStatement {
            id: StatementId::local(number),
            text: "The choir meets in work time".into(),
            why: String::new(),
            anchors: super::super::USUAL_ANCHORS.map(str::to_owned),
            revision: 1,
        }
    }

    fn everything() -> Framework {
        let packs: Vec<_> = add_ons().collect();
        compose(main_packs().next().unwrap(), &packs, &[local(1), local(2)])
    }

    #[test]
    fn everything_that_ships_can_be_asked_together_without_two_things_of_one_name() {
        let all = everything();
        let once = |ids: Vec<&str>| {
            let different: HashSet<_> = ids.iter().copied().collect();
            assert_eq!(different.len(), ids.len(), "{ids:?}");
        };
        once(all.statements.iter().map(|it| it.id.as_str()).collect());
        once(all.pillars.iter().map(|it| it.id.as_str()).collect());
        once(all.lenses.iter().map(|it| it.id.as_str()).collect());
        once(all.sources.iter().map(|it| it.id.as_str()).collect());
        // 60 + 16 + 9 + 2
        assert_eq!(all.statements.len(), 87);
        // 3 + 4 + 1 + 1
        assert_eq!(all.pillars.len(), 9);
        assert!(add_ons().all(|it| it.level_names == all.level_names));
    }

    #[test]
    fn the_main_packs_lenses_stay_as_they_are() {
        let main = main_packs().next().unwrap();
        let all = everything();
        assert_eq!(all.lenses[..main.lenses.len()], main.lenses);
        assert_eq!(all.statements[..main.statements.len()], main.statements);
        assert_eq!((&all.id, all.edition), (&main.id, main.edition));
    }

    #[test]
    fn every_lens_groups_statements_of_its_own_origin() {
        let all = everything();
        for lens in &all.lenses {
            for group in &lens.groups {
                assert!(!group.members.is_empty(), "{}", group.name);
                for &at in group
                    .members
                    .iter()
                    .chain(group.parts.iter().flat_map(|it| &it.members))
                {
                    assert_eq!(all.statements[at].origin, lens.origin, "{}", lens.id);
                }
            }
        }
        let walked: Vec<_> = all
            .lenses
            .iter()
            .filter(|it| it.by_pillar)
            .flat_map(|it| &it.groups)
            .map(|it| it.id.as_str())
            .collect();
        let pillars: Vec<_> = all.pillars.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(walked, pillars);
    }

    #[test]
    fn only_the_main_packs_statements_are_ever_benchmarked() {
        let all = everything();
        let main: Vec<_> = all
            .statements
            .iter()
            .filter(|it| it.is_of_main_pack())
            .collect();
        assert_eq!(main.len(), 60);
        assert!(all.is_of_main_pack(&"W01".parse().unwrap()));
        for other in ["HS01", "GC1", "LS-1", "X99"] {
            assert!(!all.is_of_main_pack(&other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn a_statement_comes_from_its_pack_and_a_local_one_from_none() {
        let all = everything();
        let pack_of = |id: &str| {
            let pack = all.find_pack_of(&id.parse().unwrap());
            pack.map(|it| it.id.as_str())
        };
        assert_eq!(pack_of("W01"), Some("three-pillars"));
        assert_eq!(pack_of("HS01"), Some("workplace-health-safety"));
        assert_eq!(pack_of("GC9"), Some("guardian-checklist"));
        assert_eq!(pack_of("LS-1"), None);
        assert_eq!(pack_of("X99"), None);
    }

    #[test]
    fn the_packs_text_is_shared_and_not_copied() {
        let main = main_packs().next().unwrap();
        let all = everything();
        assert!(Arc::ptr_eq(&all.statements[0], &main.statements[0]));
    }

    #[test]
    fn a_title_names_all_that_is_asked() {
        let main = main_packs().next().unwrap();
        let guardian: Vec<_> = add_ons()
            .filter(|it| it.id.starts_with("guardian"))
            .collect();
        assert_eq!(main.full_title(), "Three pillars, edition 1");
        assert_eq!(
            compose(main, &guardian, &[]).full_title(),
            "Three pillars, edition 1, with Guardian's board checklist, edition 1"
        );
        assert_eq!(
            everything().full_title(),
            "Three pillars, edition 1, with Workplace health and safety, edition 1, \
             Guardian's board checklist, edition 1, and local statements"
        );
    }

    #[test]
    fn a_questionnaire_is_made_once_and_an_unknown_pack_makes_none() {
        let named = |id: &str| PackEdition {
            id: id.into(),
            edition: 1,
        };
        let additions = Additions {
            add_ons: vec![named("guardian-checklist")],
            local: vec![local(7)],
            numbered: 7,
        };
        let first = find_composed("three-pillars", 1, &additions).unwrap();
        let again = find_composed("three-pillars", 1, &additions).unwrap();
        assert!(std::ptr::eq(first, again));
        assert_eq!(first.statements.len(), 70);

        let unknown = Additions {
            add_ons: vec![named("no-such-pack")],
            ..Additions::default()
        };
        assert!(find_composed("three-pillars", 1, &unknown).is_none());
        // An add-on does not stand on its own, and a main pack is no add-on.
        let none = Additions::default();
        assert!(find_composed("guardian-checklist", 1, &none).is_none());
        let twice = Additions {
            add_ons: vec![named("three-pillars")],
            ..Additions::default()
        };
        assert!(find_composed("three-pillars", 1, &twice).is_none());
    }
}
