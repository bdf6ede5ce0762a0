//! Who may do what: one table for the whole application.

use crate::person::Role;

/// Something a person may be allowed to do within their own organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See assessments, results, plans, EQIAs and their downloads.
    Read,
    /// Start assessments.
    StartAssessment,
    /// Record levels, targets, evidence and comments, by hand or by spreadsheet.
    Score,
    /// Write actions and their progress.
    Plan,
    /// Fill in the EQIA.
    Eqia,
    /// Record who signed, and freeze the assessment.
    SignOff,
    /// Change the organisation's name, code and kind.
    ManageOrganisation,
    /// Add and remove people, and make links for passwords.
    ManagePeople,
    /// Hand the role of lead over to somebody else.
    HandOver,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::StartAssessment,
        Self::Score,
        Self::Plan,
        Self::Eqia,
        Self::SignOff,
        Self::ManageOrganisation,
        Self::ManagePeople,
        Self::HandOver,
    ];
}

impl Role {
    /// Whether this role may do it.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        match self {
            Self::Lead => true,
            Self::Viewer => permission == Permission::Read,
            Self::Installer => matches!(
                permission,
                Permission::ManageOrganisation | Permission::ManagePeople
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_who_may_do_what() {
        let allowed = |role: Role| {
            Permission::ALL
                .into_iter()
                .filter(|&it| role.may(it))
                .collect::<Vec<_>>()
        };
        assert_eq!(allowed(Role::Lead), Permission::ALL);
        assert_eq!(allowed(Role::Viewer), [Permission::Read]);
        assert_eq!(
            allowed(Role::Installer),
            [Permission::ManageOrganisation, Permission::ManagePeople]
        );
    }
}
