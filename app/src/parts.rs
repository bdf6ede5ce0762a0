//! Building blocks of pages, rendered on the server.
//!
//! A part of nhsuk-frontend keeps its class names and the markup of its
//! published fixtures; our own begin with `app-`.

pub mod bar;
pub mod button;
pub mod choice;
pub mod conflict_version;
pub mod details;
pub mod document;
pub mod drawing;
pub mod eqia_field;
pub mod error_summary;
pub mod evidence_facts;
pub mod facts;
pub mod following;
pub mod frame;
pub mod hidden_fields;
pub mod indicator_chart;
pub mod islands;
pub mod jump_list;
pub mod level_choice;
pub mod lineage;
pub mod page_title;
pub mod pillar;
pub mod switch;
pub mod table;
pub mod tag;
pub mod text_area;
pub mod text_field;
pub mod typed;
