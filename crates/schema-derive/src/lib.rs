//! `#[derive(Entity)]`: a struct becomes a declaration. Attributes turn into builder calls; no vocabulary lives here.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Token, parse_macro_input};

/// Implements `schema::Record`.
///
/// `#[entity("Email", "civicrm_email", label_field("email"), …)]` on the struct names the entity and its table, then
/// calls builders of `schema::Entity`. `#[field(text(254), required, …)]` on a field calls builders of `schema::Field`.
/// A raw identifier (`r#type`) loses its mark; `#[field(named("image_URL"))]` gives another name first.
#[proc_macro_derive(Entity, attributes(entity, field))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> syn::Result<Tokens> {
    let ident = &input.ident;
    let mut head = arguments(&input.attrs, "entity")?.into_iter();
    let missing = || syn::Error::new_spanned(ident, "expected #[entity(\"Name\", \"table\", …)]");
    let name = head.next().ok_or_else(missing)?;
    let table = head.next().ok_or_else(missing)?;
    let entity_calls = calls(head)?;
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(ident, "only structs are entities"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new_spanned(ident, "an entity has named fields"));
    };
    let mut declared = Vec::new();
    let mut reads = Vec::new();
    let mut writes = Vec::new();
    for (at, field) in fields.named.iter().enumerate() {
        let Some(member) = &field.ident else { continue };
        let ty = &field.ty;
        let (field_name, rest) = field_name(member, arguments(&field.attrs, "field")?);
        let builders = calls(rest.into_iter())?;
        let doc = doc_text(&field.attrs);
        declared.push(quote! {{
            let mut field = ::schema::Field::new(#field_name, <#ty as ::schema::FieldValue>::TYPE);
            field.not_null = <#ty as ::schema::FieldValue>::NOT_NULL;
            field.description = #doc;
            field #(.#builders)*
        }});
        reads.push(
            quote! { #member: ::schema::FieldValue::from_value(row.get(#at).unwrap_or(&::schema::Value::Null))? },
        );
        writes.push(
            quote! { if let Some(slot) = row.get_mut(#at) { *slot = ::schema::FieldValue::into_value(self.#member); } },
        );
    }
    Ok(quote! {
        impl ::schema::Record for #ident {
            const NAME: &'static str = #name;
            fn entity() -> ::schema::Entity {
                ::schema::Entity::new(#name, #table, vec![#(#declared),*]) #(.#entity_calls)*
            }
            fn read(row: &[::schema::Value]) -> ::core::result::Result<Self, ::schema::ValueError> {
                ::core::result::Result::Ok(#ident { #(#reads),* })
            }
            fn write(self, row: &mut [::schema::Value]) {
                #(#writes)*
            }
        }
    })
}

/// The name in the API: the member's, unless `named("…")` comes first.
fn field_name(member: &syn::Ident, arguments: Vec<Expr>) -> (String, Vec<Expr>) {
    let plain = member.to_string().trim_start_matches("r#").to_owned();
    if let Some(Expr::Call(call)) = arguments.first() {
        let is_named = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("named"));
        if let (true, Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }))) = (is_named, call.args.first()) {
            return (text.value(), arguments[1..].to_vec());
        }
    }
    (plain, arguments)
}

/// The doc comment as the field's description.
fn doc_text(attributes: &[Attribute]) -> Tokens {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    match lines.is_empty() {
        true => quote! { ::core::option::Option::None },
        false => {
            let text = lines.join(" ").trim().to_owned();
            quote! { ::core::option::Option::Some(::std::borrow::Cow::Borrowed(#text)) }
        }
    }
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let meta = attribute.meta.require_name_value().ok().filter(|m| m.path.is_ident("doc"))?;
    match &meta.value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
        _ => None,
    }
}

/// All arguments of all attributes of this name.
fn arguments(attributes: &[Attribute], name: &str) -> syn::Result<Vec<Expr>> {
    let mut all = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident(name)) {
        all.extend(attribute.parse_args_with(Punctuated::<Expr, Token![,]>::parse_terminated)?);
    }
    Ok(all)
}

/// `required` becomes `.required()`, `text(64)` becomes `.text(64)`.
fn calls(arguments: impl Iterator<Item = Expr>) -> syn::Result<Vec<Tokens>> {
    arguments
        .map(|argument| match argument {
            Expr::Path(path) => Ok(quote! { #path() }),
            Expr::Call(call) => Ok(quote! { #call }),
            other => Err(syn::Error::new_spanned(other, "expected a builder call")),
        })
        .collect()
}
