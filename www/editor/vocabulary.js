// @ts-check
// The documented requirements, as people read them: a name without its spaces is the id, but for industries, whose ids have
// them. A test holds the lists against the schema of the package.

/** @typedef {{ id: string, name: string }} Tag */

/** @param {string} names @returns {Tag[]} */
const tags = (names) => names.split("|").map((name) => ({ id: name.replaceAll(" ", ""), name }));

const industries =
  "Agriculture, Forestry, & Fishing|Communications & Media|Education|Financial Services|Government|Healthcare|Hospitality|Manufacturing|Power & Utilities|Public Safety and National Security|Retail & Consumer Goods|Services|Travel & Transportation|Wholesale & Distribution";

/** By the member of `details.requirements` that holds them. @type {Record<string, Tag[]>} */
export const vocabulary = {
  industries: industries.split("|").map((name) => ({ id: name, name })),
  products: tags(
    "Azure|Enterprise Mobility And Security|Exchange|Developer Tools|Dynamics 365 Business|Dynamics 365 Enterprise|Dynamics AX, GP, NAV, SL|Microsoft 365|Office|Power BI|Project|SharePoint|Skype For Business|Surface|Surface Hub|SQL|Teams|Visio|Windows|Yammer",
  ),
  services: tags(
    "Consulting And Professional|Custom Solution (ISV)|Deployment Or Migration|Hardware|Integration|IP Services (ISV)|Learning And Certification|Licensing|Managed Services|Project Services",
  ),
  solutions: tags(
    "Advanced Analytics|Application Integration|Artificial Intelligence|Azure Security Operation Management|Azure Stack|Backup Disaster Recovery|Big Data|Blockchain|Chatbot|Cloud Database Migration|Cloud Migration|Cloud Voice|Cognitive Services|Competitive Database Migration|Containers|Data Warehouse|Database on Linux|Development and Test|DevOps|Digital Media|Dynamics 365 for Customer Service|Dynamics 365 for Field Service|Dynamics 365 for Finance Operations|Dynamics 365 for Retail|Dynamics 365 for Sales|Dynamics 365 for Talent|Dynamics on Azure|Enterprise Business Intelligence|Gaming|High Performance Computing|Hybrid Storage|Identity and Access Management|Information Management|Internet of Things|Machine Learning|Microservice applications|Mobile Applications|MySQL Postgres Migration to Azure|Networking|NoSQL Migration|Redhat on Azure|Regulatory Compliance GDPR|SAP on Azure|Serverless Computing|Sharepoint on Azure|SQL Server Upgrade|Threat Protection|Web Development",
  ),
};
